"""Writing the audit log. Called inside the transaction of the act, so that act and line stand or fall together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import structlog
from django.db import models

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.standing import insert
from yizhan.shared.web.request_facts import current_request_id

log = structlog.get_logger("yizhan.audit")


def write_audit(
    *,
    action: str,
    by: Any,
    at: dt.datetime,
    obj: models.Model | None = None,
    person_id: int | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
    kind: AuditKind = AuditKind.WRITE,
    before_hash: str = "",
    after_hash: str = "",
    office_id: int | None = None,
) -> AuditEntry:
    """Append one line.

    :param action: `noun.verb` such as `referral.issued`.
    :param by: the user who acts, or None for the installation itself (a task, the command line).
    :param obj: what it was done to; it must be saved.
    :param fields: names of fields written or shown, never values.
    :param reason: a code, never free text.
    :param office_id: whose chain it belongs to; the actor's office unless given (nobody has signed in yet).
    """
    if office_id is None:
        office_id = getattr(by, "office_id", None) or 0
    entry = AuditEntry(
        at=at,
        kind=kind,
        action=action,
        actor_id=getattr(by, "pk", None),
        office_id=office_id,
        object_kind=obj._meta.label if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        person_id=person_id,
        fields=sorted(fields),
        reason=reason,
        before_hash=before_hash,
        after_hash=after_hash,
        request_id=current_request_id(),
    )
    insert(entry)
    log.info(action, kind=str(kind), object=entry.object_kind, id=entry.object_id, by=entry.actor_id)
    return entry


def write_read(
    *,
    action: str,
    by: Any,
    at: dt.datetime,
    person_id: int,
    fields: Iterable[str] = (),
    reason: str = "",
    obj: models.Model | None = None,
    kind: AuditKind = AuditKind.READ,
) -> AuditEntry:
    """Append the one line that a look at a person's record leaves. A view that renders a person calls it once."""
    return write_audit(
        action=action, by=by, at=at, obj=obj, person_id=person_id, fields=fields, reason=reason, kind=kind
    )
