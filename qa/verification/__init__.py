"""Stage 6: what a language model wrote, held against what it cites.

cited_answer   each sentence verified as it comes, its citations made and numbered
verifier       the verdict on a sentence
grounds        the lines it is held against, with neighbours, headings and days
candidates     … and which others share its words
attribution    what it says beside naming the report
absence        what it says that the articles do not tell
arithmetic     whether a figure can be reckoned from those that are cited
measures       words, figures, days, negation, the network: each a number
support        the probability that these make
verdict        what comes out
"""
