"""Places that only the office knows: the market at the east gate, the labour corner by the bridge."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LocalPlace(models.Model):
    """A named place of an office, with a point where somebody has set one (GCJ-02, micro-degrees)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=40)
    #: other words for it, separated by spaces.
    aliases = models.CharField(_("别名"), max_length=120, blank=True)
    division_code = models.CharField(_("行政区划"), max_length=12)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lng_e6 = models.IntegerField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat_e6=None, lng_e6=None) | models.Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="localplace_point_whole",
                violation_error_message=_("坐标要么都填，要么都不填。"),
            ),
            models.CheckConstraint(
                condition=models.Q(lat_e6=None)
                | models.Q(
                    lat_e6__gte=3_000_000, lat_e6__lte=54_000_000, lng_e6__gte=73_000_000, lng_e6__lte=136_000_000
                ),
                name="localplace_point_in_china",
                violation_error_message=_("坐标不在国内，请检查经度和纬度是否填反。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="localplace_named",
                violation_error_message=_("请写地点名称。"),
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=models.Q(retired_at=None),
                name="localplace_one_name_an_office",
                violation_error_message=_("本单位已经有同名的地点。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    @property
    def point(self) -> tuple[int | None, int | None]:
        """Return (lat_e6, lng_e6); both None where nobody has set a point."""
        return self.lat_e6, self.lng_e6

    @property
    def has_point(self) -> bool:
        """Say whether its place on the map is known."""
        return self.lat_e6 is not None
