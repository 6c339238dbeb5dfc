"""Rules in words: the sentence a clerk reads is made from the same expression that checks him."""

from collections.abc import Mapping
from dataclasses import dataclass

from tonghop.core.definitions import Form, Language, Rule, Text
from tonghop.core.rules.language import (
    OPPOSITE,
    Arithmetic,
    Call,
    Comparison,
    ComparisonSign,
    Constant,
    Membership,
    Name,
    Negation,
    Node,
    Together,
    needs_brackets,
    parse_expression,
)
from tonghop.core.rules.validating import Kind, kind_of
from tonghop.core.rules.wording import Windows, written_number, written_windows

_MUST: Mapping[ComparisonSign, Text] = {
    "==": Text(vi="phải bằng", en="must equal"),
    "!=": Text(vi="phải khác", en="must differ from"),
    "<": Text(vi="phải nhỏ hơn", en="must be less than"),
    "<=": Text(vi="không được lớn hơn", en="must not be more than"),
    ">": Text(vi="phải lớn hơn", en="must be more than"),
    ">=": Text(vi="không được nhỏ hơn", en="must not be less than"),
}
_IS: Mapping[ComparisonSign, Text] = {
    "==": Text(vi="bằng", en="equals"),
    "!=": Text(vi="khác", en="differs from"),
    "<": Text(vi="nhỏ hơn", en="is less than"),
    "<=": Text(vi="không lớn hơn", en="is not more than"),
    ">": Text(vi="lớn hơn", en="is more than"),
    ">=": Text(vi="không nhỏ hơn", en="is not less than"),
}
_DATE_MUST: Mapping[ComparisonSign, Text] = {
    "==": Text(vi="phải trùng với", en="must be the same day as"),
    "!=": Text(vi="không được trùng với", en="must not be the same day as"),
    "<": Text(vi="phải trước", en="must be before"),
    "<=": Text(vi="không được sau", en="must not be after"),
    ">": Text(vi="phải sau", en="must be after"),
    ">=": Text(vi="không được trước", en="must not be before"),
}
_DATE_IS: Mapping[ComparisonSign, Text] = {
    "==": Text(vi="trùng với", en="is the same day as"),
    "!=": Text(vi="không trùng với", en="is not the same day as"),
    "<": Text(vi="trước", en="is before"),
    "<=": Text(vi="không sau", en="is not after"),
    ">": Text(vi="sau", en="is after"),
    ">=": Text(vi="không trước", en="is not before"),
}
_NOT_NEGATIVE = {
    True: Text(vi="không được âm", en="must not be negative"),
    False: Text(vi="không âm", en="is not negative"),
}
_AT_LEAST = {
    True: Text(vi="phải từ {} trở lên", en="must be {} or more"),
    False: Text(vi="từ {} trở lên", en="is {} or more"),
}
_CHOSEN = {
    (True, True): Text(vi="phải là", en="must be"),
    (True, False): Text(vi="không được là", en="must not be"),
    (False, True): Text(vi="là", en="is"),
    (False, False): Text(vi="không phải là", en="is not"),
}
_WITHIN = {
    (True, True): Text(vi="phải nằm trong", en="must lie within"),
    (True, False): Text(vi="không được nằm trong", en="must not lie within"),
    (False, True): Text(vi="nằm trong", en="lies within"),
    (False, False): Text(vi="nằm ngoài", en="lies outside"),
}
_WINDOW = Text(vi="thời gian của kế hoạch", en="the time of the plan")
_AND, _OR = Text(vi=", và ", en=", and "), Text(vi=", hoặc ", en=", or ")
_EITHER = Text(vi=" hoặc ", en=" or ")
_WHEN = Text(vi="Khi {}: {}", en="When {}: {}")
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_CONSTANTS = {
    "period_start": Text(vi="ngày đầu kỳ báo cáo", en="the first day of the period"),
    "period_end": Text(vi="ngày cuối kỳ báo cáo", en="the last day of the period"),
}
_CALLS = {
    "sum_of": Text(vi="tổng cột {}", en="the total of {}"),
    "earlier": Text(vi="{} lũy kế các kỳ trước", en="{} of all earlier periods"),
    "previous": Text(vi="{} của kỳ trước", en="{} of the period before"),
    "below": Text(vi="{} do các đơn vị trực thuộc báo cáo", en="{} as the units directly below report it"),
}
_ROW_COUNT = Text(vi="số dòng đã ghi", en="the number of rows filled")


def column_numbers(form: Form) -> Mapping[str, int]:
    """Return the printed number of each field's column, from 1: (1) (2) (3)."""
    return {field.name: number for number, field in enumerate(form.fields, start=1)}


def rule_sentence(rule: Rule, form: Form, *, windows: Windows = ()) -> Text:
    """Return the rule's own sentence, or the one its expression says, without a full stop.

    Fields appear by label and column number; ``windows`` are shown where the rule asks for a date in them.
    """
    return rule.sentence or Text(vi=_said(rule, form, windows, "vi"), en=_said(rule, form, windows, "en"))


def _said(rule: Rule, form: Form, windows: Windows, language: Language) -> str:
    speaker = _Speaker(form, windows, language)
    demand = speaker.condition(parse_expression(rule.expression).root, must=True)
    if rule.when is None:
        return demand[:1].upper() + demand[1:]
    return speaker.say(_WHEN).format(speaker.condition(parse_expression(rule.when).root, must=False), demand)


def _lowered(label: str) -> str:
    """A label inside a sentence: its capital goes, unless its first word is an abbreviation (UBND, MTTQ)."""
    folded = " ".join(label.split())
    first_word = folded.partition(" ")[0]
    return folded if first_word[1:] != first_word[1:].lower() else folded[:1].lower() + folded[1:]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says expressions of one form in one language; ``must`` tells a demand from a condition."""

    form: Form
    windows: Windows
    language: Language

    def say(self, text: Text) -> str:
        return text.said(self.language)

    def condition(self, node: Node, *, must: bool, wanted: bool = True) -> str:
        match node:
            case Comparison():
                return self.comparison(node, must=must, wanted=wanted)
            case Membership(name, codes):
                verb = self.say(_CHOSEN[must, node.wanted is wanted])
                return f"{self.field(name)} {verb} {self.choices(name, codes)}"
            case Together(every, parts):
                said = [self.condition(part, must=must, wanted=wanted) for part in parts]
                return self.say(_AND if every is wanted else _OR).join(said)
            case Negation(part):
                return self.condition(part, must=must, wanted=not wanted)
            case Call(_, str(name)):
                when = f" ({written_windows(self.windows)})" if self.windows else ""
                return f"{self.field(name)} {self.say(_WITHIN[must, wanted])} {self.say(_WINDOW)}{when}"
            case _:
                return self.value(node)

    def comparison(self, node: Comparison, *, must: bool, wanted: bool) -> str:
        sign = node.sign if wanted else OPPOSITE[node.sign]
        left = self.value(node.left)
        if sign == ">=" and isinstance(node.right, Constant):
            if node.right.value == 0:
                return f"{left} {self.say(_NOT_NEGATIVE[must])}"
            return f"{left} {self.say(_AT_LEAST[must]).format(self.value(node.right))}"
        dates = kind_of(node.left, self.form) is Kind.DATE
        verbs = (_DATE_MUST if must else _DATE_IS) if dates else (_MUST if must else _IS)
        return f"{left} {self.say(verbs[sign])} {self.value(node.right)}"

    def choices(self, name: str, codes: tuple[str, ...]) -> str:
        labels = {choice.code: choice.label for choice in self.form.field(name).choices}
        return self.say(_EITHER).join(f"“{self.say(labels[code])}”" for code in codes)

    def value(self, node: Node) -> str:
        match node:
            case Constant(number):
                return written_number(number, self.language)
            case Name(name):
                return self.field(name)
            case Arithmetic(sign, left, right):
                return f"{self.part(node, left)} {_SIGNS[sign]} {self.part(node, right)}"
            case Call(function, str(name)):
                return self.say(_CALLS[function]).format(self.field(name))
            case _:
                return _lowered(self.say(self.form.count_label or _ROW_COUNT))

    def part(self, whole: Arithmetic, part: Node) -> str:
        return f"({self.value(part)})" if needs_brackets(whole, part) else self.value(part)

    def field(self, name: str) -> str:
        numbers = column_numbers(self.form)
        if name not in numbers:
            return self.say(_CONSTANTS[name])
        return f"{_lowered(self.say(self.form.field(name).label))} ({numbers[name]})"
