"""Training of the checker: claims with texts, and whether the text supports them, to weights.

    python -m eval.checking DATA --out FOLDER

`statements` turns questions and answers into claims, `altered` says sentences otherwise, truly
and falsely, `pairs` puts both beside what `eval.claims` reads, `files` keeps them, `network` is
the checker in PyTorch, `learn` fits it, `export` packs it and measures it beside simpler ways.
"""
