"""What each published problem of the suite costs with default settings, as last written down in ``counts.json``.

``python -m tests.solves.counts`` solves them all and writes the table anew; look at what has changed before it
is committed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import sqp
from sqp.algorithm.result import Result
from sqp.model.problem import Problem
from sqp_problems import catalogue
from sqp_problems.case import Case

TABLE = Path(__file__).with_name("counts.json")
FAMILIES = ("engineering", "hock_schittkowski")


def cases() -> list[Case]:
    """The problems that are to be solved, not diagnosed."""
    return [case for family in FAMILIES for case in catalogue.cases(family=family)]


@cache
def solved(case: Case) -> tuple[Problem, Result]:
    """The problem of a case and how its solve with default settings ended."""
    problem = case.build().problem()
    return problem, sqp.solve(problem)


def counts(result: Result) -> dict[str, int]:
    return {"iterations": result.iterations, "objective": result.counts.objective}


def known() -> dict[str, dict[str, int]]:
    """The committed table."""
    return json.loads(TABLE.read_text(encoding="utf-8"))


def most(count: int) -> int:
    """The largest count that is no regression: 30 % and 3 more."""
    return int(1.3 * count) + 3


def main() -> None:
    rows = {case.name: counts(solved(case)[1]) for case in cases()}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
    TABLE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
