"""Every published problem with default settings: where it ends, whether that is true, and what it costs.

The families in which the diagnosis is the result have a test of their own, ``test_diagnoses``.
"""

from __future__ import annotations

import numpy as np
import pytest

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind
from sqp_problems.case import Case
from tests import oracle
from tests.solves import counts

CASES = counts.cases()

#: Cases that do not yet end at a known solution.  What they claim must be true all the same, and is tested.
WEAK = {
    "HS25": "the objective is flat to rounding at the published start, which is therefore nearly stationary",
}
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def expectations() -> list[object]:
    """The cases, the weak ones marked."""
    weak = {name: [pytest.mark.xfail(reason=reason, strict=False)] for name, reason in WEAK.items()}
    return [pytest.param(case, id=case.name, marks=weak.get(case.name, [])) for case in CASES]


def is_at_a_known_solution(case: Case, result: Result) -> bool:
    """By objective; where there are no multipliers the end of the creeping approach is judged by the point."""
    if case.expected is PointKind.FRITZ_JOHN:
        return bool(np.abs(result.x - case.solutions[0].flat).max() <= 0.05)
    values = [case.optimum, *(solution.objective for solution in case.solutions)]
    return any(abs(result.f - value) <= 1e-6 * max(1.0, abs(value)) for value in values)


@pytest.mark.parametrize("case", expectations())
def test_it_ends_at_a_known_solution(case: Case) -> None:
    _, result = counts.solved(case)
    assert result.point is case.expected, f"{result.message} Residuals: {result.residuals}"
    assert is_at_a_known_solution(case, result), f"f = {result.f!r} is none of the known objectives"


@every_case
def test_what_it_claims_is_true_and_costs_no_more_than_it_did(case: Case) -> None:
    problem, result = counts.solved(case)
    assert oracle.false_claim(problem, result) == ""
    before = counts.known()[case.name]
    now = counts.counts(result)
    assert {key: count for key, count in now.items() if count > counts.most(before[key])} == {}, f"before: {before}"


def test_the_table_of_counts_has_a_row_for_every_case() -> None:
    assert list(counts.known()) == [case.name for case in CASES]


def test_weak_cases_exist() -> None:
    assert set(WEAK) <= {case.name for case in CASES}


def test_the_allowance_grows_with_the_count() -> None:
    assert [counts.most(count) for count in (0, 10, 100)] == [3, 16, 133]
