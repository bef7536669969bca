"""Words of the room: kinds of offices and roles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeKind(models.TextChoices):
    """Where an office stands in the tree."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    STATION = "station", _("驿站")


#: Which kind may hang under which.
PARENT_KINDS: dict[OfficeKind, frozenset[OfficeKind]] = {
    OfficeKind.PROVINCE: frozenset(),
    OfficeKind.CITY: frozenset({OfficeKind.PROVINCE}),
    OfficeKind.COUNTY: frozenset({OfficeKind.CITY, OfficeKind.PROVINCE}),
    OfficeKind.STATION: frozenset({OfficeKind.COUNTY}),
}


class Role(models.TextChoices):
    """What a person who signs in is here for."""

    CLERK = "clerk", _("窗口人员")
    HEAD = "head", _("站长")
    REVIEWER = "reviewer", _("审核员")
    OFFICER = "officer", _("县级工作人员")
    AUDITOR = "auditor", _("审计员")
    SYSADMIN = "sysadmin", _("系统管理员")
    AGENT = "agent", _("用工方经办人")


#: Roles of the public side of the counter: the station's own people.
STAFF = frozenset({Role.CLERK, Role.HEAD, Role.REVIEWER, Role.OFFICER, Role.AUDITOR, Role.SYSADMIN})
#: Roles that serve people in person and therefore see their records.
SERVING = frozenset({Role.CLERK, Role.HEAD})
