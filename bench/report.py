"""What `yizhan bench engine` prints: ratios first, then what they were measured on; and the plot of the README."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = {
    "numpy-mask": "NumPy, mask first",
    "numpy-grid": "NumPy with a grid",
    "postgresql": "PostgreSQL GiST",
    "sqlite": "SQLite R*Tree",
    "polars": "Polars",
    "duckdb": "DuckDB",
    "or-tools": "OR-Tools min-cost flow",
    "highs": "HiGHS",
    "networkx": "networkx",
    "matching": "matching",
}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Markdown, so that it can be read and kept."""
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    yield f"{found['rule']}, best {found['k']}, seed {found['seed']}; times as long as the engine, in one run."
    for one in found["one"]:
        yield ""
        asked = f"{one['counties']} counties, {one['asked']} people asked"
        yield f"**One person, {one['postings']:,} open postings** ({asked})"
        yield ""
        yield "| peer | p50, times as long | p99, times as long | p50 ms | p99 ms |"
        yield "|---|---|---|---|---|"
        for name, peer in one["peers"].items():
            yield (
                f"| {NAMES[name]} | **{peer['ratio_p50']:,}** | **{peer['ratio_p99']:,}** | {peer['p50_us'] / 1e3:.2f} "
                f"| {peer['p99_us'] / 1e3:.2f} |"
            )
        engine = one["engine"]
        yield f"| the engine | 1 | 1 | {engine['p50_us'] / 1e3:.3f} | {engine['p99_us'] / 1e3:.3f} |"
        yield ""
        change = one["change"]
        yield (
            f"Its own NumPy path: {one['numpy_path_ratio_p50']} times as long."
            f" A changed row: first {change['first_put_ms']} ms, then {change['put_p50_ms']} ms"
            f" (most {change['put_most_ms']}); a filled place {change['fill_ms']} ms."
            f" {one['bytes_a_posting']} bytes a posting, {one['bytes_a_row']} of them the row."
            f" Packed in {one['pack_s']:.1f} s."
        )
    for whole in found["all"]:
        yield ""
        yield f"**Everybody, {whole['people']:,} × {whole['postings']:,}**"
        yield ""
        yield "| peer | times as long | seconds, carried on | people asked |"
        yield "|---|---|---|---|"
        for name, peer in whole["peers"].items():
            asked = f"{peer['people_asked']:,}"
            yield f"| {NAMES[name]} | **{peer['ratio']:,}** | {peer['extrapolated_s']:,.1f} | {asked} |"
        yield f"| the engine, 2 threads | 1 | {whole['engine_2_threads_s']:.2f} | all |"
        yield ""
        yield (
            f"{whole['pairs_a_second'] / 1e9:.1f} billion pairs decided a second; one thread"
            f" {whole['engine_1_thread_s']:.2f} s; its own NumPy path {whole['numpy_path_ratio']} times as long."
        )
    for found_here in found["assign"]:
        yield from _assignment(found_here)
    grown, start = found["growth"], found["start"]
    yield ""
    yield (
        f"Cost grows with people^{grown['rank_exponent']} (ranking) and ^{grown['assign_exponent']} (assignment) from"
        f" {grown['people'][0]:,} to {grown['people'][-1]:,} people at the same density. A fresh process answers first"
        f" after {start['first_answer_s']} s at {start['postings']:,} mapped postings, in NumPy, and with its kernels"
        f" after {start['kernels_ready_s']} s"
        + (f"; compiling takes {start['compile_s']} s once." if "compile_s" in start else ".")
    )
    yield ""
    yield (
        f"{found['machine']}, {found['cores']} cores, load {found['load_at_start']} at the start and"
        f" {found['load_at_end']} at the end; Python {found['python']}, {versions}."
    )
    for name, reason in found["missing"].items():
        yield f"Left out: {NAMES[name]}. {reason}"


def _assignment(here: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"**Assignment, {here['people']:,} × {here['postings']:,}** ({here['candidates']:,} candidates)"
    yield ""
    yield "| peer | against a gap of 0.1 % | against the optimum | seconds |"
    yield "|---|---|---|---|"
    for name, peer in here["peers"].items():
        if "stable_ratio" in peer:
            ratio = f"**{peer['stable_ratio']:,}** against `stable`"
            yield f"| {NAMES[name]} (stable) | – | {ratio} | {peer['seconds']:.2f} |"
        else:
            ratios = f"**{peer['near_ratio']:,}** | **{peer['exact_ratio']:,}**"
            yield f"| {NAMES[name]} | {ratios} | {peer['seconds']:.2f} |"
    both = f"{here['near_s']:.3f}, {here['exact_s']:.3f}"
    yield f"| the engine | 1 ({here['near_percent_of_bound']} % of the bound) | 1 | {both} |"
    yield ""
    yield (
        f"All points equal: {here['equal_over_ordinary']} times the ordinary time. `stable` {here['stable_s']:.3f} s,"
        f" {here['stable_points_lost_percent']} % fewer points, {here['stable_placed_lost_percent']} % fewer people."
        f" `assign_market` {here['market_s']:.2f} s ="
        f" {here['market_over_rank_plus_assign']} times ranking and assigning once,"
        f" certified gap {here['market_gap_percent']} %, {here['market_points_gained_percent']} % more points,"
        f" {here['market_placed']:,} people placed instead of {here['placed']:,}."
    )


def _ratios(here: dict[str, Any], key: str) -> list[tuple[str, float]]:
    return [(NAMES[name], peer[key]) for name, peer in here["peers"].items()]


FROM, TO = "<!-- engine -->", "<!-- /engine -->"
"""Between these lines of bench/README.md stands the newest run; after the first one of a README, the numbers of it."""


def write_readme(found: dict[str, Any], root: Path) -> None:
    """Put a run of size large where it is read: bench/README.md, both READMEs, the plot, bench/results/engine.json."""
    page = root / "bench" / "README.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(FROM)
    after = rest.partition(TO)[2]
    page.write_text("\n".join([before + FROM, "", *lines(found), "", TO + after]), encoding="utf-8")
    numbers = list(_numbers(found))
    for name in ("README.md", "README.zh-CN.md"):
        text = (root / name).read_text(encoding="utf-8").split("\n")
        row = text.index(FROM) + 3  # the empty line, the heading and the rule stand between
        for at, cells in enumerate(numbers, start=row + 1):
            about = text[at].split("|")[1].strip()
            text[at] = "| " + " | ".join([about, *cells]) + " |"
        (root / name).write_text("\n".join(text), encoding="utf-8")
    plot(found, root / "docs" / "images" / "engine-bench.svg")


def _numbers(found: dict[str, Any]) -> Iterator[list[str]]:
    """The rows of the READMEs: one person; everybody; assignment, 100,000 × 30,000. – where a peer does not answer."""
    one, whole = found["one"][-1]["peers"], found["all"][0]["peers"]
    place = next(here for here in found["assign"] if here["people"] == 100_000)["peers"]
    names = ("postgresql", "sqlite", "numpy-mask", "polars", "duckdb")
    for peers, key in ((one, "ratio_p50"), (whole, "ratio")):
        yield [f"{peers[name][key]:,.0f}" if name in peers else "–" for name in names] + ["–"]
    solver = place.get("or-tools")
    yield ["–"] * len(names) + [f"{solver['near_ratio']:.0f}, {solver['exact_ratio']:.0f}" if solver else "–"]


def plot(found: dict[str, Any], file: Path) -> None:
    """Bars on a logarithmic scale: how many times as long each peer takes, for each question of the largest size."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    one, whole, place = found["one"][-1], found["all"][-1], found["assign"][-1]
    panels: list[tuple[str, list[tuple[str, float]]]] = [
        (f"one person, {one['postings']:,} postings, p50", _ratios(one, "ratio_p50")),
        (f"everybody, {whole['people']:,} × {whole['postings']:,}", _ratios(whole, "ratio")),
        (
            f"assignment, {place['people']:,} × {place['postings']:,}",
            [
                (f"{NAMES[n]}, {label}", p[key])
                for n, p in place["peers"].items()
                for key, label in (("near_ratio", "gap 0.1 %"), ("exact_ratio", "optimum"))
                if key in p
            ],
        ),
    ]  # fmt: skip
    panels = [panel for panel in panels if panel[1]]
    mpl.rcParams.update({"svg.hashsalt": "yizhan", "svg.fonttype": "none", "font.size": 9})
    heights = [len(bars) + 1.4 for _, bars in panels]
    figure, axes = plt.subplots(
        len(panels), 1, figsize=(7.6, 0.24 * sum(heights)), sharex=True, squeeze=False,
        gridspec_kw={"height_ratios": heights}, layout="constrained",
    )  # fmt: skip
    for axis, (title, bars) in zip(axes[:, 0], panels, strict=True):
        names, ratios = [name for name, _ in bars][::-1], [ratio for _, ratio in bars][::-1]
        axis.barh(names, [ratio - 1 for ratio in ratios], left=1, color="#2f6f8f", height=0.62)
        for place_y, ratio in enumerate(ratios):
            axis.text(ratio * 1.12, place_y, f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.1f}×", va="center")
        axis.set_title(title, loc="left", fontsize=9, fontweight="bold")
        axis.set_xscale("log")
        axis.set_xlim(1, 3 * max(ratio for _, bars in panels for _, ratio in bars))
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1, 0].set_xlabel("times as long as the engine, same answers, one run (log scale)")
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
