"""Units of measure by what they measure, small and singular, as `figures_in` gives them."""

from __future__ import annotations

CALENDAR = "calendar year"
"""Unit of a year such as 1871, which a word for a number of years is not."""

TIMES = frozenset(
    ["second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century",
     "centurie"]
)  # fmt: skip
WHEN_OR_HOW_LONG = TIMES | {CALENDAR, "am", "pm"}
"""What is counted in these tells when or how long, and is seldom what a story is about."""
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
MEASURES = TIMES | LENGTHS | WEIGHTS | SPEEDS | TEMPERATURES | MONEY | {
    "percent", "percentage", CALENDAR, "litre", "liter", "gallon", "acre", "hectare",
}  # fmt: skip
"""All of these, with shares, years, volumes and areas."""
_CANONICAL = {
    spelt: unit
    for unit, others in {
        "dollar": ("$",), "euro": ("€",), "pound": ("£",), "yen": ("¥",), "rupee": ("₹",),
        "crown": ("krona", "krone"), "penny": ("pence",), "ruble": ("rouble",), "ton": ("tonne",),
        "km": ("kilometre", "kilometer"), "metre": ("meter",), "foot": ("feet",),
        "inch": ("inche",), "cm": ("centimetre", "centimeter"), "mm": ("millimetre", "millimeter"),
        "litre": ("liter",), "kg": ("kilo", "kilogram"), "century": ("centurie",),
        "kph": ("kmh",),
    }.items()
    for spelt in others
}  # fmt: skip
"""One spelling for units that are one."""


def canonical_unit(unit: str) -> str:
    """The same unit in one spelling: "$" is "dollar"."""
    return _CANONICAL.get(unit, unit)
