"""The tabs of the page: their parts, and what happens when one is used."""
