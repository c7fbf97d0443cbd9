"""What is scored: each module takes a `Case` and gives scores by name.

retrieval   passages and articles by ir-measures     answers     against the gold answers
citations   where they point, what they support      judge       whether a text supports a claim
abstention  answered or refused, rightly             confidence  the same over a whole set
cost        time and tokens                          catalog     group and title of every name
squad       SQuAD's way of comparing answers         wording     the features of the judge
"""
