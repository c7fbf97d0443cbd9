"""Training of the reader: openly licensed data to groups of passages, groups to weights.

    python -m eval.training DATA --out FOLDER

`collections` reads the data, `rules` makes more questions from it, `groups` finds the passages
each question is to be told apart on, `model` is the network, `learn` fits it, `export` packs it.
"""
