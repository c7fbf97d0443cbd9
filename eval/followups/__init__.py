"""Training of the tagger: which words of a conversation does a question lean on?

    python -m eval.followups DATA --out FOLDER

`conversations` reads follow-ups with what they mean, `network` is the model in PyTorch, `train`
fits it, `export` quantises it.
"""
