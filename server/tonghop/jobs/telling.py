"""What is said of jobs, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from tonghop.core.definitions import Language
from tonghop.core.errors import Phrase
from tonghop.sentences import say
from tonghop.storage import Job, JobFile, phrase_of


def failure_text(job: Job, language: Language) -> str | None:
    """Return why a job failed."""
    return None if job.failure is None else _said(job.failure, language)


def refusal_text(file: JobFile, language: Language) -> str | None:
    """Return why a file handed in with a job was not taken at all."""
    outcome: Mapping[str, Any] = file.outcome or {}
    phrases = outcome.get("refusal")
    return None if phrases is None else " ".join(_said(phrase_of(one), language) for one in phrases)


def _said(phrase: Phrase, language: Language) -> str:
    return say(phrase.message, language, **phrase.parameters)
