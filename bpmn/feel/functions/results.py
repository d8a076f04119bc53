"""The kind of value that each built-in function gives, where it is always the same."""

from __future__ import annotations

_BY_KIND = {
    "number": """decimal|floor|ceiling|round up|round down|round half up|round half down|modulo|sqrt|log|exp|number
        |string length|count|median|stddev|day of year|week of year""",
    "string": "string|substring|upper case|lower case|substring before|substring after|replace|string join"
    "|day of week|month of year|trim|cycle",
    "boolean": "not|contains|starts with|ends with|matches|list contains|all|any|even|odd|is|before|after|meets|met by"
    "|overlaps|overlaps before|overlaps after|finishes|finished by|includes|during|starts|started by|coincides"
    "|is defined|is empty|is blank",
    "list": "split|sublist|append|concatenate|insert before|remove|reverse|index of|union|distinct values|flatten"
    "|mode|sort|list replace|get entries|duplicate values|partition|extract",
    "context": "context|context put|context merge",
    "date": "date|today|last day of month",
    "time": "time",
    "date and time": "date and time|now",
    "years and months duration": "years and months duration",
    "range": "range",
}
RESULTS: dict[str, str] = {
    name.strip(): kind for kind, names in _BY_KIND.items() for name in names.replace("\n", "").split("|")
}
