"""Stage 6: what a language model wrote, held against what it cites.

progress   an answer as far as it is written and verified, its citations numbered
verifier   words and exact rules, then the entailment network
overlap    which sentences support one by its words, figures and names
"""
