"""`python -m yizhan`: the same as the `yizhan` command."""

from yizhan.cli.main import main

raise SystemExit(main())
