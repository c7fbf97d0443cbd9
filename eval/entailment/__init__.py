"""Training of the entailment model: does a text support, contradict or not mention a claim?

    python -m eval.entailment DATA --out FOLDER [--written | [--judged [--evenly]] [--lists FILE]]

`statements` turns questions with answers into claims, `perturbations` and `contrasts` make true and
false variants of sentences, `pairs` joins them with the public sets of `eval.claims`, `written`,
`near_misses` and `denials` read sentences and questions that were written for this, `mix` puts
these among the others, `cache` stores them, `network` is the model in PyTorch, `train` fits it,
`lessons` teaches it which sentences answer a question, as a larger network says or a language model
judged, `mean` takes the mean of several, `export` quantises and tests it.
"""
