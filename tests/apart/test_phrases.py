"""A refusal's phrases come back from the child as phrases, so that both languages can say them; nothing else does."""

import pytest

from tonghop.apart.transfer import refusal_bytes, refusal_of
from tonghop.core.errors import Phrase
from tonghop.sentences import say_error
from tonghop.writing.report import BadTemplate


def test_a_phrase_within_a_refusal_is_said_in_either_language() -> None:
    problem = Phrase("there is no value called “{name}”", name="khong_co")
    back = refusal_of(refusal_bytes(BadTemplate(where="{{ khong_co }}", problem=problem)))
    assert isinstance(back, BadTemplate)
    assert "there is no value called “khong_co”" in say_error(back, "en")
    assert "không có giá trị nào tên là “khong_co”" in say_error(back, "vi")


@pytest.mark.parametrize("message", ["{other}", "{name.secret}", "{name[0][x]}", "{"])
def test_a_phrase_that_cannot_be_said_is_not_taken(message: str) -> None:
    told = refusal_bytes(BadTemplate(where="x", problem=Phrase("@@", name="khong_co")))
    with pytest.raises((ValueError, TypeError)):
        refusal_of(told.replace(b"@@", message.encode()))
