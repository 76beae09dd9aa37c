"""Read every ``.nl`` model of a folder and compare it with CasADi's reading, or with differences where there is none.

    python -m benchmarks.nl_models ../shared/data/nl

Prints one line for each model that is not simply the same, and the totals: how many were read by both and agree, how
many by one only, how many by neither and why, and the lines read per second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqp.errors import ReadError
from tests.unit.adapters.nl_comparison import compare, compare_with_differences, imported, read


def examined(path: Path) -> tuple[str, str, float]:
    """What came of a model, in one word and in a sentence, and the seconds of processor time that reading it took."""
    begin = time.process_time()
    try:
        problem = read(path)
    except ReadError as error:
        return "refused", _reason(error).removeprefix(f"{path}: "), 0.0
    seconds = time.process_time() - begin
    try:
        other: Any = imported(path)
    except RuntimeError as error:
        return _checked(problem), f"CasADi: {_reason(error)}", seconds
    try:
        compare(problem, other)
    except AssertionError as error:
        return _checked(problem), f"differs from CasADi: {_reason(error)}", seconds
    return "same", "", seconds


def _checked(problem: Any) -> str:
    try:
        compare_with_differences(problem)
    except AssertionError:
        return "disagrees with differences"
    return "agrees with differences"


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()


def main() -> int:
    """Examine the folder that the command line names; 1 if a model disagrees with its own differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--largest", type=int, default=10**9, help="bytes of the largest file to read")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.glob("*.nl") if path.stat().st_size <= arguments.largest)
    kinds = Counter[str]()
    total, lines = 0.0, 0
    for path in files:
        kind, sentence, seconds = examined(path)
        kinds[kind] += 1
        total += seconds
        lines += path.read_bytes().count(b"\n") if seconds else 0
        if sentence:
            print(f"{path.stem:<14} {kind}: {sentence}", flush=True)
    print(f"{len(files)} models: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(f"{lines} lines in {total:.1f} s of processor time: {lines / total:,.0f} lines per second")
    return 1 if "disagrees with differences" in kinds else 0


if __name__ == "__main__":
    sys.exit(main())
