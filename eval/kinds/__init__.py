"""Questions with the kind of answer they want, to fit `qa.query.kind` on.

questions.toml   forms of questions for each kind, and what is put into them
made             questions made of the forms
real             questions of the data sets, and pieces of them for the forms
written          questions written for this, in written.txt
judged.txt       the kind of questions in a data set, by their place there
"""
