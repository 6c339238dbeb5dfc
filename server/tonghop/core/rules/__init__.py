"""The rule language: written once, it becomes the server's check, the in-sheet check and a sentence.

Expressions look like Python's and are parsed by ``ast``, but nothing is ever executed: each allowed
piece of syntax becomes one small value (``language``), and three modules read those values:
``evaluating`` computes, ``sheet`` writes Excel formulas, ``sentence`` writes Vietnamese and English.
"""

from tonghop.core.rules.evaluating import Environment, Verdict, evaluate, judge, same_number
from tonghop.core.rules.language import Expression, parse_expression
from tonghop.core.rules.sentence import column_numbers, rule_sentence
from tonghop.core.rules.sheet import excel_broken, excel_formula
from tonghop.core.rules.validating import computed_fields, validate_rules

__all__ = [
    "Environment",
    "Expression",
    "Verdict",
    "column_numbers",
    "computed_fields",
    "evaluate",
    "excel_broken",
    "excel_formula",
    "judge",
    "parse_expression",
    "rule_sentence",
    "same_number",
    "validate_rules",
]
