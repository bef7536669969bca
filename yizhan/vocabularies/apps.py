"""The room of shared words."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabulariesConfig(AppConfig):
    """Nothing is loaded at start: the files are read when first asked for."""

    name = "yizhan.vocabularies"
    label = "vocabularies"
    verbose_name = _("词表")
