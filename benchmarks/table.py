"""Decides how the figures are shown: one line per measure, beside what is aimed for."""

from __future__ import annotations

from benchmarks import measures
from benchmarks.client import Result
from benchmarks.measures import MEASURES
from benchmarks.processes import Memory

Results = dict[str, list[Result]]
AIMS = {each.name: each.aim for each in MEASURES}


def print_first_start(made: float, demo: float, ready: float) -> None:
    print(f"first start               {made + demo + ready:6.1f} s, of which")
    print(f"  site made, app installed{made:6.1f} s")
    print(f"  demo province loaded    {demo:6.1f} s")
    print(f"  server ready            {ready:6.1f} s")


def print_filling(made: float, filled: float, count: int) -> None:
    if filled:
        print(f"site made                 {made:6.1f} s")
        print(f"filled through documents  {filled:6.1f} s ({count / filled:.0f} procedures/s)")
    else:
        print("filled site: kept from an earlier measurement")


def print_server(ready: float, before: Memory, after: Memory) -> None:
    print(f"start of the server       {ready:6.2f} s")
    for word, memory in (("at start", before), ("after the load", after)):
        print(
            f"memory {word:19}{memory.shared:6.0f} MiB (PSS), {memory.resident:.0f} MiB (RSS), "
            f"{memory.processes} processes"
        )


def print_results(title: str, results: Results) -> None:
    """Requests per second, the aim, latencies, and the server's processor time per answer."""
    if not results:
        return
    print(f"\n{title:28}{'1 connection':^46}{'8 connections':^46}")
    heads = f"{'req/s':>8}{'aim':>7}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'cpu ms':>7}"
    print(f"{'':28}{heads}{heads}")
    for name, pair in results.items():
        aims = AIMS.get(name) or (None, None)
        line = "".join(_columns(result, aim) for result, aim in zip(pair, aims, strict=True))
        print(f"{name:28}{line}")
    for name, pair in results.items():
        for result in pair:
            if result.errors:
                print(f"{result.errors} errors in {name!r}, the first: {result.first_error}")


def _columns(result: Result, aim: int | None) -> str:
    times = "".join(f"{result.percentile(percent):8.2f}" for percent in (50, 95, 99))
    return f"{result.rate:8.0f}{aim or '':>7}{times}{result.cpu:7.2f}"


def print_bare(bare: Results, full: Results) -> None:
    """The ratio of what everything around the query costs."""
    print_results("The same queries, bare", bare)
    pairs = ((measures.LIST, measures.BARE_LIST), (measures.GET, measures.BARE_GET))
    for whole, least in pairs:
        if whole.name not in full:
            continue
        shares = [
            f"{full[whole.name][i].rate / bare[least.name][i].rate:.0%}"
            for i in range(2)
            if bare[least.name][i].rate
        ]
        print(f"{whole.name}: {' and '.join(shares)} of the bare endpoint")
