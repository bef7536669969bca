"""The production settings with a carrier that lives on this machine: nothing of a measurement leaves it."""

from yizhan.config.settings.prod import *  # noqa: F403

YIZHAN_NOTIFICATION_TRANSPORT = "bench.load_carrier.transport"
