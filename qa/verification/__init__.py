"""Stage 6: what a language model wrote, held against what it cites.

cited_answer   each sentence verified as it comes, its citations made and numbered
verifier   words and exact rules, then the entailment network
overlap    which sentences support one by its words, figures and names
"""
