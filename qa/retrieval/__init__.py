"""Stage 2: a plan to passages of the store.

search     passages, found whole, by part and by source
coverage   how many articles the filters let pass
"""
