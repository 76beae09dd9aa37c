"""HS85 and HS114 as two ``.nl`` files state them: linear terms of defined variables counted twice, no feasible point.

An AMPL model may define variables such as y6 = x1 - y5 - y4 - y3.  The ``.nl`` format keeps the terms of such a
definition that are linear in x beside the rest of it, and whoever reads the variable gets both.  In the files hs085 and
hs114 every sum that reads a defined variable states those linear terms once more.  Here one statement of each problem
makes both: with ``extra=0`` the published problem, with ``extra=1`` that of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.algorithm.result import Result
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Trouble
from sqp_problems import catalogue
from sqp_problems.hock_schittkowski.hs085 import LOWER, UPPER


@dataclass(frozen=True)
class Defined:
    """A defined variable: its terms that are linear in x, and the rest."""

    linear: Any
    rest: Any

    @property
    def value(self) -> Any:
        return self.linear + self.rest


@dataclass(frozen=True)
class Reader:
    """Sums of defined variables, whose linear terms are counted ``extra`` times more than they should be."""

    extra: int

    def sum(self, linear: Any, rest: Any, *terms: tuple[float, Defined]) -> Defined:
        for factor, term in terms:
            rest = rest + factor * term.rest + self.extra * factor * term.linear
            linear = linear + factor * term.linear
        return Defined(linear, rest)


def pulp_plant(x: list[Any], reader: Reader) -> tuple[list[Defined], dict[int, Any]]:
    """The outputs y1, ..., y17 of HS85 and the quantities c12, c15, c16, c17."""
    x1, x2, x3, x4, x5 = x
    y1 = x2 + x3 + 41.6
    y2 = 12.5 / (0.024 * x4 - 4.62) + 12
    y3 = ((0.0003535 * x1 + 0.5311) * x1 + 0.08705 * y2 * x1) / (0.052 * x1 + 78 + 0.002377 * y2 * x1)
    y4 = 19 * y3
    c4 = 0.04782 * (x1 - y3) + 0.1956 * (x1 - y3) ** 2 / x2 + 0.6376 * y4 + 1.594 * y3
    y5 = (x1 - y3 - y4) * (0.95 - c4 / (100 * x2))
    y6 = Defined(x1, -y5 - y4 - y3)
    c8 = 0.995 * (y4 + y5)
    y7, y8 = c8 / y1, c8 / 3798
    y9 = Defined(0.321 * (x2 + x3), 96.82 / (y7 - 0.0663 * y7 / y8 - 0.3153) + 0.321 * 41.6)
    y10 = reader.sum(0, 1.29 * y5 + 1.258 * y4 + 2.29 * y3, (1.71, y6))
    y11 = Defined(1.71 * x1, -0.452 * y4 + 0.58 * y3)
    c12 = reader.sum(0, 1998, (0.995, y10))
    y12 = Defined(12.3 / 752.3 * x1, 1.75 * y2 * 0.995 * x1 / c12.value)
    y13 = reader.sum(0, -1.75 * y2, (1, c12))
    y14 = Defined(64.4 * x2 + 58.4 * x3, 3623 + 146312 / (y9.value + x5))
    c13 = reader.sum(60.8 * x2 + 48 * x4, -5095, (0.995, y10), (-0.1121, y14))
    y15 = y13.value / c13.value
    y16 = reader.sum(0, 148000 - 331000 * y15 - 61 * y15 * y13.value, (40, y13))
    c14 = reader.sum(0, -28740000 * y2, (2324, y10))
    y17 = reader.sum(0, 14130000 + c14.value / c12.value, (-1328, y10), (-531, y11))
    c15 = reader.sum(0, y13.value / y15, (-1 / 0.52, y13))
    c17 = reader.sum(x5, 0, (1, y9))
    y = [y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15, y16, y17]
    outputs = [output if isinstance(output, Defined) else Defined(0, output) for output in y]
    return outputs, {12: c12.value, 15: c15.value, 16: 1.104 - 0.72 * y15, 17: c17.value}


def hs85(extra: int) -> sqp.Model:
    m = sqp.Model("HS85")
    lower, upper = [704.4148, 68.6, 0, 193, 25], [906.3855, 288.88, 134.75, 287.0966, 84.1988]
    x = m.variable("x", 5, lower=lower, upper=upper, start=[900, 80, 115, 267, 27])
    reader = Reader(extra)
    y, c = pulp_plant([x[i] for i in range(5)], reader)
    y1, y2, y4, y5 = (y[i - 1].value for i in (1, 2, 4, 5))
    weights = {17: -5.843e-7, 14: 1.17e-4, 13: 2.358e-5, 16: 1.502e-6, 12: 0.0321, 5: 0.004324}
    rest = 1e-4 * c[15] / c[16] + 37.48 * y2 / c[12] + 0.1365
    m.minimize(reader.sum(0, rest, *((weight, y[i - 1]) for i, weight in weights.items())).value)
    m.subject_to(1.5 * x[1] - x[2] >= 0, name="feed")
    m.subject_to(y4 - 0.28 / 0.72 * y5 >= 0, name="organics")
    m.subject_to(21 - 3496 * y2 / c[12] >= 0, name="steam")
    m.subject_to(62212 / c[17] - 110.6 - y1 >= 0, name="air")
    m.subject_to(sqp.between(213.1, y1, 405.23), name="y1")
    for i, (low, output, high) in enumerate(zip(LOWER, y[1:], UPPER, strict=True), start=2):
        m.subject_to(sqp.between(low, reader.sum(0, 0, (1, output)).value, high), name=f"y{i}")
    return m


def hs114(extra: int) -> sqp.Model:
    m = sqp.Model("HS114")
    lower = [1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 85, 90, 3, 1.2, 145]
    upper = [2000, 16000, 120, 5000, 2000, 93, 95, 12, 4, 162]
    x = m.variable("x", 10, lower=lower, upper=upper, start=[1745, 12000, 110, 3048, 1974, 89.2, 92.8, 8, 3.6, 145])
    x1, x2, x3, x4, x5, x6, x7, x8, x9, x10 = (x[i] for i in range(10))
    a, b, reader = 0.99, 0.9, Reader(extra)
    yields = Defined(1.12 * x1 - a * x4, 0.13167 * x1 * x8 - 0.00667 * x1 * x8**2)
    octane = Defined(0.325 * x6 - a * x7 + 1.098 * x8, 57.425 - 0.038 * x8**2)
    m.minimize(5.04 * x1 + 0.035 * x2 + 10 * x3 + 3.36 * x5 - 0.063 * x4 * x7)
    m.subject_to(35.82 - 0.222 * x10 - b * x9 >= 0, name="dilution from below")
    m.subject_to(0.222 * x10 - 35.82 + x9 / b >= 0, name="dilution from above")
    m.subject_to(3 * x7 - 133 - a * x10 >= 0, name="performance from below")
    m.subject_to(133 - 3 * x7 + x10 / a >= 0, name="performance from above")
    m.subject_to(reader.sum(0, 0, (1, yields)).value >= 0, name="alkylate from below")
    m.subject_to(reader.sum((1 / a - a) * x4, 0, (-1, yields)).value >= 0, name="alkylate from above")
    m.subject_to(reader.sum(0, 0, (1, octane)).value >= 0, name="octane from below")
    m.subject_to(reader.sum((1 / a - a) * x7, 0, (-1, octane)).value >= 0, name="octane from above")
    m.subject_to(1.22 * x4 - x1 - x5 == 0, name="isobutane balance")
    m.subject_to(98000 * x3 / (x4 * x9 + 1000 * x3) - x6 == 0, name="acid balance")
    m.subject_to((x2 + x5) / x1 - x8 == 0, name="isobutane-to-olefin ratio")
    return m


STATEMENTS = {"HS85": hs85, "HS114": hs114}


@cache
def solved(name: str, extra: int) -> tuple[Any, Result]:
    """The problem and its result; further attempts would only find the same end again, which takes seconds."""
    problem = STATEMENTS[name](extra).problem()
    return problem, sqp.solve(problem, rescue=False)


@pytest.mark.parametrize("name", STATEMENTS)
def test_counted_once_they_are_the_published_problems_and_are_solved(name: str) -> None:
    [case] = catalogue.cases(name=name)
    published = case.build().problem()
    problem, result = solved(name, 0)
    inside = published.variable_bounds.project(1.01 * published.start)
    for point in (published.start, inside, case.solutions[0].flat):
        assert problem.objective(point) == pytest.approx(published.objective(point), rel=1e-10)
        assert violation(problem, point) == pytest.approx(violation(published, point), rel=1e-9, abs=1e-6)
    assert result.success
    assert result.f == pytest.approx(case.optimum, rel=1e-8)


def violation(problem: Any, point: np.ndarray) -> float:
    """The l1 violation of the constraints."""
    bounds, values = problem.constraint_bounds, problem.constraints(point)
    return float(np.maximum(0, np.maximum(bounds.lower - values, values - bounds.upper)).sum())


@pytest.mark.parametrize(
    ("name", "objective", "start_violation"),
    [("HS85", 4.0412700655267, 12955.0230935), ("HS114", -872.3872, 1086.7724823)],
)
def test_counted_twice_they_are_those_of_the_files(name: str, objective: float, start_violation: float) -> None:
    """At the start, where the AMPL solver library and two importers find the same values in the files."""
    problem, _ = solved(name, 1)
    assert problem.objective(problem.start) == pytest.approx(objective, rel=1e-12)
    assert violation(problem, problem.start) == pytest.approx(start_violation, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "culprits", "least"),
    [
        ("HS85", {"y1", "y6", "y10", "y11", "y13", "y15", "steam"}, 6929.467),
        ("HS114", {"octane from below"}, 43.768),
    ],
)
def test_counted_twice_they_end_locally_infeasible_with_a_certificate(
    name: str, culprits: set[str], least: float
) -> None:
    problem, result = solved(name, 1)
    assert not result.success
    assert result.stop is sqp.StopReason.LOCALLY_INFEASIBLE
    assert result.point is sqp.PointKind.INFEASIBLE_STATIONARY
    assert sqp.verify_certificate(STATEMENTS[name](1).problem(), result)
    assert violation(problem, result.x) == pytest.approx(least, rel=1e-6)
    explanation = result.explain(Effort(seconds=3.0))
    assert culprits == set(explanation.names(Trouble.VIOLATED_CONSTRAINT))
    conflicts = explanation.find(Trouble.CONFLICT)
    assert conflicts
    assert all(culprits & set(conflict.names) for conflict in conflicts)


def test_no_point_satisfies_the_octane_row_of_the_file() -> None:
    """The row is concave, so its maximum over the bounds of HS114 is global, and it is negative."""
    m = sqp.Model("octane")
    x6, x7 = m.variable("x6", lower=85, upper=93), m.variable("x7", lower=90, upper=95)
    x8 = m.variable("x8", lower=3, upper=12)
    m.maximize(57.425 + 2 * (0.325 * x6 - 0.99 * x7 + 1.098 * x8) - 0.038 * x8**2)
    result = m.solve()
    assert result.success
    assert result.f == pytest.approx(-39.445, abs=1e-9)


def test_no_point_satisfies_two_rows_of_the_file_of_the_pulp_plant() -> None:
    """y11 = 1.71 x1 - 8.008 y3 is at most 1444.046; with 1.71 x1 counted twice the bounds keep it above that."""
    m = sqp.Model("y11")
    x1, y3 = m.variable("x1", lower=704.4148, upper=906.3855), m.variable("y3", upper=35.03)
    m.minimize(2 * 1.71 * x1 - (0.452 * 19 - 0.58) * y3)
    result = m.solve()
    assert result.success
    assert result.f > 1444.046 + 684
