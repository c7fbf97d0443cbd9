"""Stage 2: a plan to passages of the store.

search         passages, found whole, by side, part and source; of a survey the newest openings
copies         what copies of a report only repeat, left out
coverage       how many articles the filters let pass
quoted_before  which articles a conversation has quoted
same_story     what of a story is read besides
"""
