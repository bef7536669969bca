"""Yizhan (驿站): the software of a county station for day labour and platform work."""

__version__ = "0.1.0"
