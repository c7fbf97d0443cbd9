"""The report of an evaluation: one HTML file that needs nothing else.

page        all of it in order (report.html.j2, report.css, report.js)
summary     what the numbers say, in words      trust       of refusals and confidence
facts       what both are made from             outcome     right, wrong, refused
tables      measures, tags, baseline            words       numbers as they are read
plots       the curves                          svg         how they look
questions   every question with its answer      quotations  what stands around them
"""

from eval.report.page import render

__all__ = ["render"]
