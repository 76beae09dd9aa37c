"""Models with known culprits: the explanation must name them, and nobody else."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import sqp
from sqp.diagnosis.findings import Trouble


def test_three_conflicting_constraints_are_named_among_ten() -> None:
    m = sqp.Model("plan")
    x = m.variable("x", 5, lower=0)
    for k in range(7):
        m.subject_to(x[k % 5] + x[(k + 1) % 5] ** 2 <= 10 + k, name=f"harmless{k}")
    m.subject_to(x[0] + x[1] >= 5, name="demand")
    m.subject_to(x[0] + x[2] <= 1, name="capacity")
    m.subject_to(x[1] - x[2] <= 1, name="ratio")
    m.minimize(sqp.sum(x**2))
    explanation = m.solve().explain()
    [conflict] = explanation.find(Trouble.CONFLICT)
    assert set(conflict.names) == {"demand", "capacity", "ratio"}
    assert conflict.amount == pytest.approx(3.0, abs=1e-5)  # 5 <= x0 + x1 <= 1 + 1 + x2 - x2
    assert "anywhere" in conflict.sentence
    assert explanation.findings[0] is conflict
    assert set(explanation.names(Trouble.VIOLATED_CONSTRAINT)) <= {"demand", "capacity", "ratio"}
    assert Trouble.DEPENDENT_CONSTRAINTS not in explanation  # a consequence of the conflict


def test_disjoint_conflicts_are_told_apart() -> None:
    m = sqp.Model()
    x, y = m.variable("x"), m.variable("y")
    m.subject_to(x + y >= 3, name="a")
    m.subject_to(x + y <= 1, name="b")
    m.subject_to(x - y >= 2, name="c")
    m.subject_to(x - y <= 1, name="d")
    m.minimize(x**2 + y**2)
    found = m.solve().explain().find(Trouble.CONFLICT)
    assert {frozenset(f.names) for f in found} == {frozenset("ab"), frozenset("cd")}


def test_a_curved_conflict_claims_no_more_than_the_returned_point() -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=2.0)
    m.subject_to(x**2 + y**2 <= 1, name="disc")
    m.subject_to(x + y >= 3, name="line")
    m.minimize(x)
    result = sqp.SQP(limits=sqp.Limits(iterations=20)).solve(m.problem())
    [conflict] = result.explain().find(Trouble.CONFLICT)
    assert set(conflict.names) == {"disc", "line"}
    assert "linearised at the returned point" in conflict.sentence
    assert "anywhere" not in conflict.sentence


def test_violations_are_sorted_and_measured_in_the_units_of_the_model() -> None:
    m = sqp.Model()
    x = m.variable("x", lower=0, upper=1)
    m.subject_to(x >= 3, name="near")
    m.subject_to(2 * x >= 30, name="far")
    m.minimize(x)
    explanation = m.solve().explain()
    found = explanation.find(Trouble.VIOLATED_CONSTRAINT)
    assert {f.names[0]: round(f.amount, 4) for f in found} == {"far": 28.0, "near": 2.0}
    assert found[0].names == ("far",)


def test_a_duplicated_equality_is_dependent_on_its_original_alone() -> None:
    m = sqp.Model()
    a, b, c = m.variable("a", start=1.0), m.variable("b", start=2.0), m.variable("c")
    m.subject_to(a + b == 3, name="sum")
    m.subject_to(2 * a + 2 * b == 6, name="twice")
    m.subject_to(a * c == 1, name="product")
    m.minimize(a**2 + b**2 + c**2)
    result = m.solve()
    [finding] = result.explain().find(Trouble.DEPENDENT_CONSTRAINTS)
    assert result.success
    assert set(finding.names) == {"sum", "twice"}
    assert finding.amount < 1e-9


def test_a_gradient_that_vanishes_is_said_to_vanish() -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=1.0)
    m.subject_to((x - y) ** 2 == 0, name="equal")
    m.minimize((x - 1) ** 2 + (y - 1) ** 2)
    explanation = m.solve().explain()
    assert explanation.names(Trouble.DEPENDENT_CONSTRAINTS) == ("equal",)
    assert "vanishes" in explanation.find(Trouble.DEPENDENT_CONSTRAINTS)[0].sentence


def test_the_logarithm_of_a_negative_number_is_named_with_its_operands() -> None:
    m = sqp.Model()
    a, b, c = m.variable("a", start=1.0), m.variable("b", start=2.0), m.variable("c")
    m.subject_to(a * c <= 4, name="harmless")
    m.subject_to(sqp.log(a - b) * c + a**2 <= 4, name="energy")
    m.minimize(a + b**2 + c**2)
    explanation = m.solve().explain()
    [finding] = explanation.find(Trouble.NOT_FINITE)
    assert finding.names == ("energy", "a", "b")  # c enters the row, but not the operation
    assert "log((a-b))" in finding.sentence
    assert "-1" in finding.sentence
    assert explanation.omitted


def test_a_plain_function_that_is_not_finite_is_named_with_the_variables_of_its_row() -> None:
    problem = sqp.NLP(
        lambda x: x[0] + x[2],
        [1.0, -2.0, 3.0],
        gradient=lambda _: np.array([1.0, 0.0, 1.0]),
        constraints=lambda x: np.array([x[0] * x[2], x[1] ** 0.5 if x[1] >= 0 else np.nan]),
        jacobian=lambda x: np.array([[x[2], 0.0, x[0]], [0.0, 0.5 * abs(x[1]) ** -0.5, 0.0]]),
        constraint_bounds=([0.0, 0.0], [1.0, 1.0]),
        variable_names=("u", "v", "w"),
        constraint_names=("area", "root"),
    )
    explanation = sqp.solve(problem).explain()
    assert explanation.names(Trouble.NOT_FINITE) == ("root", "v")


def test_a_failure_on_the_way_to_a_solution_comes_last() -> None:
    m = sqp.Model()
    x = m.variable("x", start=3.0)
    m.minimize(x - sqp.log(x) * 1e-3)  # a full step leaves the domain
    result = m.solve()
    assert result.success
    assert result.counts.failed_evaluations
    explanation = result.explain()
    assert explanation.findings[-1].trouble is Trouble.NOT_FINITE
    assert explanation.names(Trouble.NOT_FINITE) == ("objective", "x")


def test_a_clean_solution_has_nothing_to_explain() -> None:
    m = sqp.Model()
    x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    explanation = m.solve().explain()
    assert explanation.findings == ()
    assert "Nothing else was found" in str(explanation)


def test_limits_are_named_where_they_cut_something_off() -> None:
    m = sqp.Model()
    x = m.variable("x", 4, lower=0)
    for k in range(3):
        m.subject_to(x[k] + x[k + 1] >= 2 + k, name=f"low{k}")
    m.subject_to(sqp.sum(x) <= 1, name="total")
    m.minimize(sqp.sum(x**2))
    explanation = m.solve().explain(sqp.Effort(linear_programs=1, dense=1))
    assert any("Effort.linear_programs" in sentence for sentence in explanation.omitted)
    assert "total" in explanation.names(Trouble.CONFLICT)
    assert all("without any one" not in f.sentence for f in explanation.find(Trouble.CONFLICT))


def test_a_result_that_lost_its_problem_says_so() -> None:
    result = sqp.minimize(lambda x: x @ x, [1.0])
    assert result.problem is not None
    unpickled = pickle.loads(pickle.dumps(result))
    assert unpickled.problem is None
    assert unpickled.explain().omitted


def test_a_pickled_model_result_still_explains() -> None:
    m = sqp.Model()
    x = m.variable("x", lower=0, upper=1)
    m.subject_to(x**2 + x >= 3, name="high")
    m.minimize(x)
    unpickled = pickle.loads(pickle.dumps(m.solve()))
    assert set(unpickled.explain().names(Trouble.CONFLICT)) == {"high", "x"}


def test_the_report_reads_from_the_most_to_the_least_important() -> None:
    m = sqp.Model()
    x = m.variable("x", lower=0, upper=1)
    for k in range(20):
        m.subject_to(x >= 3 + k, name=f"c{k}")
    m.subject_to(1e9 * x <= 5e9, name="big")
    m.minimize(x)
    text = str(m.solve().explain())
    assert text.index("cannot hold together") < text.index("below its lower limit") < text.index("far faster")
    assert "and 8 more" in text
    assert max(map(len, text.splitlines())) <= 100
