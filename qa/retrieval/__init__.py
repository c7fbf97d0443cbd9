"""Stage 2: a plan to passages of the store.

search     passages, found whole, by side, by part and by source; of a survey the newest openings
copies     what copies of a report only repeat, left out
coverage   how many articles the filters let pass
"""
