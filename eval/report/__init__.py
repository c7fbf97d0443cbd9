"""The report of an evaluation: one HTML file that needs nothing else.

page        all of it in order (report.html.j2, report.css, report.js)
summary     the main results in sentences       confidence  sentences on abstention, confidence
facts       what both are made from             outcome     right, wrong, refused
tables      measures, tags, baseline            formatting  numbers as text
plots       the curves                          svg         their style
questions   every question with its answer      quotations  quotations with their context
"""

from eval.report.page import render

__all__ = ["render"]
