"""体检：逐项检查本机的驿站，并说明每个问题怎么解决。

Examine the installation: database, durability, disk, keys, clock, fonts, migrations, backups, kernels, audit log, and
the list of breached passwords.
`--audit` also verifies every office's chain of seals (reads the whole log).
"""

from __future__ import annotations

import argparse
import json

from yizhan.cli.output import say
from yizhan.cli.setting_up import set_up_django

SIGNS = {"ok": "✓", "warn": "!", "bad": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be said on the command line."""
    parser.add_argument("--audit", action="store_true", help="核对审计链 · verify the audit log's seals")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")


def run(args: argparse.Namespace) -> int:
    """Examine everything; exit 1 when something is bad."""
    set_up_django()
    from django.utils import timezone

    from yizhan.accounts.health import check_passwords, check_telephones
    from yizhan.matching.health import check_kernels
    from yizhan.shared.health.checks import examine

    findings = [*examine(at=timezone.now(), audit=args.audit), check_passwords(), check_kernels()]
    if all(one.state == "ok" for one in findings if one.key in ("database", "migrations")):
        findings.append(check_telephones())
    if args.json:
        say(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            say(f"{SIGNS[finding.state]} {finding.title}: {finding.fact}")
            if finding.mend:
                say(f"    → {finding.mend}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0
