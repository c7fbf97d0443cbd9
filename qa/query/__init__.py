"""Stage 1: a question with its conversation becomes a plan of what to search.

plan           all of it together
language       whether the question is in English
informal       short forms and lost apostrophes, written out
spelling       slips of the pen, mended against the articles' words
plain          what stands around a question, taken off:
courtesy       … "could you please"     told      … what people tell of themselves
answer_length  … "in two sentences"
statement      a statement that asks whether it is true, as a question
conversation/  a follow-up made complete from what was said before
rewrite        … by a language model, where there is one
context        whether a question leans on what was said, and what of that is searched with it
kind           what kind of answer is wanted   cues     what the words tell of it
change         whether a timeline is asked of a value, and of which
sources        whose report is asked for      outlets   names of newspapers, forgiving spelling
comparison     what is compared, each side to be searched by itself or a question of its own
two_questions  two questions in one, likewise
collection     what is asked about the articles themselves
"""
