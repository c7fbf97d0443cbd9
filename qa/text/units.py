"""Units of measure by what they measure, small and singular, as `figures_in` gives them."""

from __future__ import annotations

TIMES = frozenset(
    ["second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century",
     "centurie"]
)  # fmt: skip
LENGTHS = frozenset(
    ["km", "kilometre", "kilometer", "mile", "metre", "meter", "yard", "foot", "feet", "inch",
     "inche", "centimetre", "centimeter", "cm", "millimetre", "millimeter", "mm"]
)  # fmt: skip
WEIGHTS = frozenset(["kg", "kilo", "kilogram", "gram", "tonne", "ton", "pound", "ounce"])
SPEEDS = frozenset(["mph", "kph", "kmh", "knot"])
TEMPERATURES = frozenset(["degree", "°", "°c", "°f"])
MONEY = frozenset(
    ["$", "€", "£", "¥", "₹", "crown", "krona", "krone", "euro", "dollar", "pound", "franc", "yen",
     "yuan", "rupee", "ruble", "rouble", "peso", "cent", "penny", "pence"]
)  # fmt: skip
