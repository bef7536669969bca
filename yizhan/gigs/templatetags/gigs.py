"""How the room writes worked time in its pages."""

from __future__ import annotations

from django import template

from yizhan.gigs.words import hours_text

register = template.Library()
register.filter("hours", hours_text)
