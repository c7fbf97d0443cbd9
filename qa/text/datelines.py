"""Where a report comes from, before its first sentence: "London (CNN)", "HOUSTON —"."""

from __future__ import annotations

import re

from index.sentences import AGENCY
from index.words import CAPITALS

_IN_CAPITALS = (
    rf"(?=[{CAPITALS}.'’ ]{{0,9}}[{CAPITALS}]{{3}})"
    rf"[{CAPITALS}][{CAPITALS}.'’]+(?:[ /][{CAPITALS}][{CAPITALS}.'’]+){{0,4}}"
)
_PLACE = rf"(?:{_IN_CAPITALS}|[{CAPITALS}][\w.'’-]+(?:[ /][{CAPITALS}][\w.'’-]+){{0,4}})"
_WHERE_OR_WHEN = rf"(?:, [{CAPITALS}][\w.]+(?: [{CAPITALS}\d][\w.]*){{0,2}}){{0,2}}"
DATELINE = re.compile(
    rf"(?:(?:{_PLACE}{_WHERE_OR_WHEN} )?\({AGENCY}(?: Business)?\)(?: ?[—–−-]{{1,2}})?"
    rf"|{_IN_CAPITALS}{_WHERE_OR_WHEN} ?[—–−-]{{1,2}}) (?=[{CAPITALS}\d\"“‘'])(?!\d+,)"
)
