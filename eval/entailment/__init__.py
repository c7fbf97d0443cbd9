"""Training of the entailment network: does a text support, contradict or not mention a claim?

    python -m eval.entailment DATA GROUPS --model FOLDER --out FOLDER [--ship]

GROUPS is what the reader learns from (`python -m eval.training`), FOLDER of the model
all-mpnet-base-v2, of which the lowest eight layers are used. `written`, `near_misses` and
`denials` read claims and questions that were written for this, `lists` puts a question's sentences
together, `examples` are what is learned from, `judge` is the body's first lesson, `network` the
network in PyTorch, `train` teaches it claims and lists, `export` quantises and tests it.
"""
