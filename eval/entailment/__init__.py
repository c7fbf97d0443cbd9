"""Training of the entailment model: does a text support, contradict or not mention a claim?

    python -m eval.entailment DATA --out FOLDER

`statements` turns questions with answers into claims, `perturbations` makes true and false
variants of sentences, `pairs` joins both with the public sets of `eval.claims`, `cache` stores
them, `network` is the model in PyTorch, `train` fits it, `export` quantises and tests it.
"""
