"""Language models: which there are, how they are fetched, served and asked."""
