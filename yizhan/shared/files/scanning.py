"""The hook for a virus scanner: a command that reads the file from its standard input.

`YIZHAN_SCAN_COMMAND`, for example `clamdscan --no-summary --stdin` or `clamscan --no-summary -`. Both end with 0 for a
clean file and 1 for one with a virus; anything else is a fault of the scanner. No shell takes part, the file is not
written anywhere, and where the scanner fails nothing is kept.
"""

from __future__ import annotations

import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused
from yizhan.shared.files.enums import ScanResult

CLEAN, FOUND = 0, 1
SECONDS = 60


class VirusFound(Refused):
    """The scanner found something."""

    code = "virus_found"
    status = 422
    sentence = _("查毒软件认为这个文件有病毒，没有保存。请换一份，例如重新拍照或截图。")


class ScannerFailed(Refused):
    """The scanner did not say whether the file is clean."""

    code = "scanner_failed"
    status = 503
    sentence = _("查毒软件没有正常工作，文件没有保存。请过一会儿再试；还不行，请系统管理员检查查毒设置。")


def scan(data: bytes) -> ScanResult:
    """Ask the configured scanner about a file.

    :raises VirusFound: it found something. :raises ScannerFailed: it could not be asked, or gave no answer in time.
    """
    command = shlex.split(settings.YIZHAN_SCAN_COMMAND)
    if not command:
        return ScanResult.NOT_SCANNED
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerFailed from error
    if done.returncode == FOUND:
        raise VirusFound
    if done.returncode != CLEAN:
        raise ScannerFailed
    return ScanResult.CLEAN
