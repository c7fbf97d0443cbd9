"""A question on its way to an answer: how it is asked, how the answer grows, what may be asked."""
