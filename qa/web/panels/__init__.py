"""The panels of the page: their parts, and what happens when one is used."""
