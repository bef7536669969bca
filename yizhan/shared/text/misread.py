"""The error of everything that reads what people typed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Misread(ValueError):
    """What was typed cannot be read as what it should be.

    Subclasses set `code` and `sentence`. The sentence never repeats what was typed: it may be shown in a list of import
    errors or end in a log.
    """

    code: str = "misread"
    sentence: StrOrPromise = _("这一项看不懂，没有保存。请核对后重新填写。")

    def __init__(self, sentence: StrOrPromise | None = None) -> None:
        """Take another sentence for one occasion."""
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.code)

    def __str__(self) -> str:
        """Return the sentence in the language of the moment."""
        return str(self.sentence)

    def as_validation(self) -> ValidationError:
        """Return the same for a form."""
        return ValidationError(self.sentence, code=self.code)
