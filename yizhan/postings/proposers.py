"""Where an office has pasted texts looked through by a model: one row an office, off until the head switches it on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet


class Proposer(GuardedModel):
    """An OpenAI-compatible endpoint of an office."""

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("接口地址"), max_length=300, blank=True)
    model = models.CharField(_("模型名称"), max_length=80, blank=True)
    key = EncryptedTextField(blank=True, max_length=300)
    is_on = models.BooleanField(_("启用"), default=False)
    #: telephones and names are sent too; without it every sign of them is hidden first.
    sends_persons = models.BooleanField(_("连同联系方式一起发送"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "postings"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | (~Q(address="") & ~Q(model="")), name="proposer_on_only_where_there_is_one"
            ),
        ]

    def __str__(self) -> str:
        """Show neither address nor key."""
        return f"proposer {self.pk}"
