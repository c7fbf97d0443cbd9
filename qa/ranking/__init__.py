"""Stage 3: passages to scored sentences and a first confidence.

reader/    a small cross-encoder: which passage answers, and where in it
passages   the order of the passages
sentences  passages cut into sentences      features   what can be seen of one beside a question
portraits  which sentences tell what somebody is
spam       what is written to be found rather than read
ranker     all of it weighed, and whether anything answers
likeliest  which reading of a question is meant
"""
