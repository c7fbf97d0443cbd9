"""Training of the reader, a small cross-encoder that finds answers in passages.

    python -m eval.training DATA --out FOLDER

`collections` reads openly licensed data, `rules` makes more questions from it, `prepared` holds
articles out, `mining` adds positive and negative passages to each question, `groups` is what that
gives, `judged` makes some of the program's own likeliest sentences, `examples` makes tensors of
them, `network` is the model in PyTorch, `losses` its loss, `train` fits it, with the loop in
`loop`, `evaluate` measures it on held-out questions, `curves` draws the log, `export` quantises it,
`unpack` reads it back.
"""
