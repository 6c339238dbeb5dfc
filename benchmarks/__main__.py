"""Print how much longer the product takes than the bare work beneath it, on the same files in the same run.

Usage: ``python -m benchmarks [WORKBOOKS] [ROUNDS]``; the whole province and 3 rounds where none are named.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import google
from benchmarks.serving import serving
from benchmarks.work import Bench, Work

_ROUNDS = 3


def main() -> None:
    """Time each pair in turn, round by round, and print the medians of the ratios."""
    asked = [int(word) for word in sys.argv[1:]]
    count = asked[0] if asked else None
    rounds = asked[1] if asked[1:] else _ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), count, rounds)
        print(f"{len(bench.files)} workbooks, {sum(map(len, bench.files)) // 1024} KiB, {rounds} rounds; medians")
        print(f"{'':52} {'ours':>8} {'bare':>8} {'ratio':>7}")
        for name, ours, bare in bench.pairs():
            ratios = list(_ratios(ours, bare, rounds))
            taken, beside, ratio = (statistics.median(column) for column in zip(*ratios, strict=True))
            print(f"{name:52} {taken:7.2f}s {beside:7.2f}s {ratio:7.2f}")
        for name, taken, beside in serving(bench):
            print(f"{name:52} {taken:7.4f}s {beside:7.4f}s {taken / beside:7.2f}")
    for line in google.lines(districts=6, communes=20):  # The whole size takes long to type in: benchmarks.google
        print(line)


def _ratios(ours: Work, bare: Work, rounds: int) -> Iterator[tuple[float, float, float]]:
    for _ in range(rounds):
        taken, beside = _seconds(ours), _seconds(bare)
        yield taken, beside, taken / beside


def _seconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
