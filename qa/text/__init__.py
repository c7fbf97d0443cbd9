"""English as text: words, numbers, days and names, for every stage.

lexicon        words and patterns that several stages look for
common_words   the commonest of English                  example_questions  made of sentences
numbers, quantities   "three", "412 million crowns"      dates/    "last week", "3 May 2024"
facts          figures and names that can be compared    abbreviations   WHO and its long form
clauses        names and words of a clause               question_forms  how a question asks
answer_types   what type of thing a question asks for    topic           what it is about
weights        how much of a question stands in a text
datelines      "HOUSTON —"                      captions         under pictures
markers        "[3]", ours and what looks like it        injection       orders to a program
unicode        letters that are not what they seem       wording, filters   phrases we write
word_classes   verbs, adverbs, adjectives                verb_forms       irregular ones
person_words   first names, and nouns such as "keeper"   orthography      "colour" and "color"
units          of measure, by what they measure
templates      HTML that holds other people's text
"""
