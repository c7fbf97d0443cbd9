"""Stage 5: the answer, written from the evidence.

answerer       who can write, and the steps in which it is written
forms/         which sentences it is made of, by the kind of question
selection      what these forms share
extractive     they are quoted           generative   a language model writes from them
shown          what a model is shown     shortened    … less of it, where it cannot take all
output         what a model writes around its answer
thresholds     whether anybody writes    refusal      where nobody does
examples       what else one could ask
collection     the store's own data      talk         … or a word of courtesy, without a search
short_answer   the shortest answer       finish       what a whole answer gets besides:
relative_days  … which day "on Thursday" was
age            … how old its newest evidence is
copies         … where else it stands
pool           which answerer writes     in_use          which would, and why
answer_parts   the text of an answer, between its citations
article_names  articles as a text names them
"""
