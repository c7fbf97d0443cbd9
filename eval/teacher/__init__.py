"""A network too large to ship that teaches the entailment network which sentence answers.

    python -m eval.teacher DATA GROUPS --model FOLDER --out FOLDER

`lists` makes lists of sentences for a question, of which the first answers or none does, `network`
is the teacher in PyTorch, `train` fits it and lets it judge others. The smaller network learns from
these by `python -m eval.entailment DATA --out FOLDER --lists FILE`.
"""
