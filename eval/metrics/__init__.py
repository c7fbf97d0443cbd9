"""The measures: each module takes a `Case` and gives values by key.

retrieval    rankings of passages and articles      answers      against the gold answers
citations    where they point, what they support    attribution  does a text support a claim
abstention   answered or not, and rightly so        confidence   the same over a whole set
cost         milliseconds and tokens                catalog      name and meaning of every key
squad        SQuAD's way of comparing answers       support_features  inputs of the classifier
"""
