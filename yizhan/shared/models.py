"""The tables of floor 0, gathered for Django from the files that explain them."""

from __future__ import annotations

from yizhan.shared.audit.models import AuditEntry, AuditSeal
from yizhan.shared.changes.models import Change
from yizhan.shared.files.models import SealedFile, SealedPiece
from yizhan.shared.identifiers.sequence_model import NumberSequence
from yizhan.shared.notifications.models import (
    Message,
    MessageAddress,
    MessageCarrier,
    MessageCount,
    MessageRefusal,
    MessageRules,
    OneTimeCode,
    Tally,
)
from yizhan.shared.sheets.models import ColumnMemory, ImportBatch, ImportRow
from yizhan.shared.submissions import Submission

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Change",
    "ColumnMemory",
    "ImportBatch",
    "ImportRow",
    "Message",
    "MessageAddress",
    "MessageCarrier",
    "MessageCount",
    "MessageRefusal",
    "MessageRules",
    "NumberSequence",
    "OneTimeCode",
    "SealedFile",
    "SealedPiece",
    "Submission",
    "Tally",
]
