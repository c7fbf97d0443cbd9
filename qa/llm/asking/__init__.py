"""One request to an endpoint, as its model wants it.

`request` asks, and asks otherwise where `complaints` reads from an error what is wrong; `dialect`
remembers that. `thoughts` keeps back what a model thinks. `failures` says what went wrong.
"""
