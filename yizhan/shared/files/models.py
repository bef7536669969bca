"""A paper that somebody brought, kept in encrypted pieces (ADR 0032). Rooms point at it and say what it is for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel
from yizhan.shared.files.enums import PAPER_KINDS, ScanResult

#: As many pages of a PDF are shown; who wants more downloads it.
PAGES_SHOWN = 10


class SealedFile(models.Model):
    """What it is and by what it is known again, never the name that it had. It goes as a whole, with its pieces."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=4, choices=[(one.value, one.label) for one in sorted(PAPER_KINDS)])
    bytes = models.PositiveIntegerField()
    #: keyed hash of the content: a changed file is not handed out.
    digest = models.CharField(max_length=32)
    scan = models.CharField(max_length=11, choices=ScanResult.choices)
    sealed_at = models.DateTimeField()
    #: one for a picture; of a PDF one more than are shown where there are more; unknown where nobody could count them.
    pages = models.PositiveSmallIntegerField(null=True)

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(
                condition=Q(pages=None) | Q(pages__gte=1, pages__lte=PAGES_SHOWN + 1),
                name="sealedfile_pages_counted",
                violation_error_message=_("页数不对。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(one.value for one in PAPER_KINDS)) & Q(scan__in=ScanResult.values),
                name="sealedfile_words_known",
                violation_error_message=_("不认识的文件种类。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the kind."""
        return f"{self.kind} {self.pk}"

    @property
    def pages_shown(self) -> range:
        """The numbers of the pages of which pictures are made."""
        return range(1, min(self.pages or 1, PAGES_SHOWN) + 1)

    @property
    def has_more_pages(self) -> bool:
        """Whether there are pages of which no picture is made, or may be."""
        return self.pages is None or self.pages > PAGES_SHOWN


class SealedPiece(GuardedModel):
    """A part of a file, base64, encrypted."""

    file = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    content = EncryptedTextField()

    class Meta:
        app_label = "shared"
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="sealedpiece_one_a_number")]

    def __str__(self) -> str:
        """Show ids only."""
        return f"{self.file_id} {self.number}"
