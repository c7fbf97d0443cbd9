"""Training of the entailment model: does a text support, contradict or not mention a claim?

    python -m eval.entailment DATA --out FOLDER [--written]

`statements` turns questions with answers into claims, `perturbations` and `contrasts` make true and
false variants of sentences, `pairs` joins them with the public sets of `eval.claims`, `written`
and `near_misses` read sentences and questions that were written for this, `mix` puts these among
the others, `cache` stores them, `network` is the model in PyTorch, `train` fits it, `mean` takes
the mean of several, `export` quantises and tests it.
"""
