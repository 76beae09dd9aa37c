"""Stating a model: what is meant is kept, what cannot be meant is refused where it is written, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import casadi as ca
import numpy as np
import pytest

from sqp.errors import ModelError
from sqp.model.relation import between
from sqp.model.statement import Statement


def stated(write: Callable[[Statement, Any], Any]) -> Statement:
    """A model with a vector x of 3 that minimises |x|^2, and what ``write`` adds."""
    m = Statement("trial")
    x = m.variable("x", 3)
    m.minimize(ca.sumsqr(x))
    write(m, x)
    return m


POINT = np.array([1.0, 2.0, 3.0])
INFINITY = np.inf
NAN = float("nan")


@pytest.mark.parametrize(
    ("write", "values", "lower", "upper"),
    [
        (lambda m, x: x[0] + x[1] <= 4, [3], [-INFINITY], [4]),
        (lambda m, x: float(4) >= x[0] + x[1], [3], [-INFINITY], [4]),
        (lambda m, x: x[0] + x[1] >= 4, [3], [4], [INFINITY]),
        (lambda m, x: x[0] + x[1] == 4, [3], [4], [4]),
        (lambda m, x: x[0] <= x[1], [-1], [-INFINITY], [0]),
        (lambda m, x: x[0] == x[1], [-1], [0], [0]),
        (lambda m, x: between(1, x[0] * x[1], 9), [2], [1], [9]),
        (lambda m, x: x <= [4, 5, 6], [1, 2, 3], [-INFINITY] * 3, [4, 5, 6]),
        (lambda m, x: x[0] <= np.array([4, 5]), [1, 1], [-INFINITY] * 2, [4, 5]),
        (lambda m, x: x >= x[0], [0, 1, 2], None, None),
        (lambda m, x: np.eye(3)[:2] @ x <= 7, [1, 2], [-INFINITY] * 2, [7, 7]),
        (lambda m, x: between(-x[0] * 0 + 1, x[1], 3), [2], [1], [3]),
        (lambda m, x: ca.sin(x[0]) <= 4, [np.sin(1)], [-INFINITY], [4]),
    ],
)
def test_a_comparison_becomes_rows_with_bounds(write: Any, values: Any, lower: Any, upper: Any) -> None:
    problem = stated(lambda m, x: m.subject_to(write(m, x))).problem()
    found = problem.constraints(POINT)
    if lower is None:  # x >= x[0] may be stored as x[0] - x <= 0
        assert problem.constraint_bounds.violation(found).max() == 0
        assert problem.constraint_bounds.violation(problem.constraints(POINT[::-1])).max() == 2
        return
    np.testing.assert_allclose(found, values)
    np.testing.assert_array_equal(problem.constraint_bounds.lower, lower)
    np.testing.assert_array_equal(problem.constraint_bounds.upper, upper)


def test_bounds_may_be_given_beside_the_expression() -> None:
    problem = stated(lambda m, x: m.subject_to(x, "range", lower=[0, 1, 2], upper=9)).problem()
    np.testing.assert_array_equal(problem.constraint_bounds.lower, [0, 1, 2])
    np.testing.assert_array_equal(problem.constraint_bounds.upper, [9, 9, 9])
    assert problem.constraint_names == ("range[0]", "range[1]", "range[2]")


def test_a_maximisation_is_the_minimisation_of_the_negative() -> None:
    m = Statement()
    x = m.variable("x", start=2)
    m.maximize(x - x**2)
    problem = m.problem()
    assert (problem.sense, problem.objective(np.array([2.0]))) == (-1, 2.0)


def test_a_model_without_objective_asks_for_feasibility() -> None:
    m = Statement()
    m.subject_to(m.variable("x") ** 2 == 4)
    problem = m.problem()
    assert problem.objective(np.array([3.0])) == 0
    assert "find a feasible point" in str(m)


def test_start_scale_and_names_of_every_entry() -> None:
    m = Statement()
    w = m.variable("w", lower=3, scale=10)
    v = m.variable("v", 2, upper=[-1, 5], start=[7, 8], scale=[1, 2])
    s = m.variable("S", (2, 2), start=[[1, 2], [2, 3]], symmetric=True)
    m.minimize(w + ca.sum1(v) + s[0, 1])
    problem = m.problem()
    assert problem.variable_names == ("w", "v[0]", "v[1]", "S[0,0]", "S[1,0]", "S[1,1]")
    np.testing.assert_array_equal(problem.start, [3, 7, 8, 1, 2, 3])  # w: nearest to 0 within its bounds
    np.testing.assert_array_equal(problem.variable_scale, [10, 1, 2, 1, 1, 1])
    np.testing.assert_array_equal(problem.gradient(problem.start), [1, 1, 1, 0, 1, 0])
    np.testing.assert_array_equal(m.problem(start={"v": [4, 5]}).start, [3, 4, 5, 1, 2, 3])
    np.testing.assert_array_equal(m.problem(start=np.arange(6)).start, np.arange(6))


def test_named_parts_can_be_looked_up() -> None:
    m = stated(lambda m, x: m.subject_to(x[0] <= 1, "cap"))
    assert m.constraints["cap"].shape == ()
    assert list(m.variables) == ["x"]
    assert repr(m) == "Statement('trial': 1 variables, 0 parameters, 1 constraints)"
    with pytest.raises(TypeError):
        m.constraints["new"] = m.constraints["cap"]  # pyright: ignore[reportIndexIssue]


def test_constraints_without_a_name_are_numbered_around_names_that_are_taken() -> None:
    m = Statement()
    c1, x = m.variable("c1"), m.variable("x")
    names = [m.subject_to(c1 + x <= 1).name, m.subject_to(c1 - x <= 1).name]
    assert len({*names, "c1", "x"}) == 4


def test_a_model_may_grow_after_its_problem_was_asked_for() -> None:
    m = stated(lambda m, x: m.subject_to(x[0] <= 1))
    first = m.problem()
    m.subject_to(m.variable("y") >= 2)
    assert first.constraint_bounds.size == 1
    assert m.problem().constraint_bounds.size == 2
    assert m.problem().variable_bounds.size == 4


MISTAKES: list[tuple[Callable[[Statement, Any], Any], str]] = [
    (lambda m, x: m.variable("x"), "the name 'x' is used twice: there is already a variable"),
    (lambda m, x: m.parameter("x"), "the name 'x' is used twice: there is already a variable"),
    (lambda m, x: m.subject_to(x[0] <= 1, "x"), "the name 'x' is used twice"),
    (
        lambda m, x: [m.subject_to(x[0] <= k, "cap") for k in (1, 2)],
        "'cap' is used twice: there is already a constraint",
    ),
    (lambda m, x: m.variable(""), "the name of a variable must be a nonempty string, got ''"),
    (lambda m, x: m.variable(cast("Any", 3)), "the name of a variable must be a nonempty string, got 3"),
    (lambda m, x: m.variable("y", -1), r"the shape of variable 'y' must be .* got -1"),
    (lambda m, x: m.variable("y", (1, 2, 3)), r"the shape of variable 'y' must be .* got \(1, 2, 3\)"),
    (lambda m, x: m.variable("y", (2, 3), symmetric=True), r"'y' is declared symmetric, so its shape must be \(k, k\)"),
    (lambda m, x: m.variable("y", lower=2, upper=1), "y: contradictory bounds, lower 2 and upper 1"),
    (lambda m, x: m.variable("y", 2, lower=[0, 2], upper=1), r"y\[1\]: contradictory bounds, lower 2 and upper 1"),
    (lambda m, x: m.variable("y", lower=np.inf), "y: bounds that no value satisfies"),
    (
        lambda m, x: m.variable("y", 3, lower=[1, 2]),
        r"the lower bound of 'y' has shape \(2,\), expected a number or shape \(3,\)",
    ),
    (lambda m, x: m.variable("y", lower=float("nan")), "the lower bound of 'y' contains NaN"),
    (lambda m, x: m.variable("y", upper="big"), "the upper bound of 'y' must be a number .* got 'big'"),
    (lambda m, x: m.variable("y", upper=x[0]), "the upper bound of 'y' contains a variable: state it as a constraint"),
    (lambda m, x: m.variable("y", start=np.nan), "the start of 'y' contains NaN"),
    (lambda m, x: m.variable("y", start=np.inf), "the start of 'y' must be finite"),
    (lambda m, x: m.variable("y", 2, start=[1, 2, 3]), r"the start of 'y' has shape \(3,\)"),
    (
        lambda m, x: m.variable("y", (2, 2), start=[[1, 2], [3, 4]], symmetric=True),
        "the start of 'y' must be symmetric",
    ),
    (lambda m, x: m.variable("y", scale=0), "the scale of 'y' must be positive and finite, got 0"),
    (lambda m, x: m.parameter("p", 2, value=[1, np.nan]), "the value of 'p' contains NaN"),
    (lambda m, x: m.parameter("p", 2, value=[1, 2, 3]), r"the value of 'p' has shape \(3,\)"),
    (lambda m, x: m.minimize(x[0]), "the objective of 'trial' is stated twice"),
    (lambda m, x: m.subject_to(x[0] < 1, "open"), r"'open': \(x\[0\]<1\) is a strict inequality.*write <= or >="),
    (lambda m, x: m.subject_to(x[0] < 1), "is a strict inequality"),
    (lambda m, x: m.subject_to(x[0] != 1), "excludes single values"),
    (lambda m, x: m.subject_to(1 <= x[0] <= 2), r"chained comparison .* write sqp.between\(a, x, b\)"),
    (lambda m, x: m.subject_to((x[0] >= 1) <= 2), "compares a comparison"),
    (lambda m, x: m.subject_to(x[0] + 1), "a constraint is a comparison with <=, >= or ==, got the expression"),
    (lambda m, x: m.subject_to("x <= 1"), "a constraint is a comparison of expressions, got str"),
    (
        lambda m, x: m.subject_to(len("ab") <= 0, "slip"),
        "'slip': the comparison contains no variable, Python evaluated it to False",
    ),
    (
        lambda m, x: m.subject_to(len("ab") >= 0, "slip"),
        "'slip': the comparison contains no variable, Python evaluated it to True",
    ),
    (lambda m, x: m.subject_to(x[0] ** 2 >= 0, "trivial"), "'trivial': the comparison always holds"),
    (lambda m, x: m.subject_to(0 * x[0] >= 1, "false"), "'false': the comparison never holds"),
    (
        lambda m, x: m.subject_to(m.parameter("p") <= 1, "data"),
        "'data': p contains no variable, only numbers and param",
    ),
    (lambda m, x: m.subject_to(x <= np.ones(2)), "shapes do not match in a <= b: a is 3 x 1"),
    (lambda m, x: m.subject_to(x, lower=np.ones(2)), r"the lower bound of 'c1' has shape \(2,\)"),
    (lambda m, x: m.subject_to(between(2, x[0], 1), "gap"), "'gap': contradictory bounds, lower 2 and upper 1"),
    (lambda m, x: m.subject_to(between(x[1], x[0], 1)), "the lower bound of 'c1' contains a variable"),
    (lambda m, x: m.subject_to(x[0] <= NAN, "k"), "the upper bound of 'k' contains NaN"),
    (lambda m, x: m.subject_to(NAN * x[0] <= 1, "k"), "constraint 'k': it contains NaN"),
    (lambda m, x: m.subject_to(x * np.array([1, 1, NAN]) <= 1, "k"), "constraint 'k': it contains NaN"),
    (lambda m, x: Statement("new").minimize(NAN * x[0] ** 2), "the objective contains NaN"),
    (lambda m, x: m.variable("y", upper=None), "the upper bound of 'y' must be .*: leave it out"),
    (lambda m, x: m.subject_to(x[0], "r", lower=3, upper=1), "^constraint 'r': contradictory bounds, lower 3"),
    (lambda m, x: m.subject_to(between(0, x[0], np.nan), "n"), "the upper bound of 'n' contains NaN"),
    (lambda m, x: m.subject_to(x[0] <= np.inf * -1, "n"), "'n': bounds that no value satisfies"),
    (
        lambda m, x: m.subject_to(x[0] * ca.MX.sym("z") <= 1, "alien"),
        "'alien': it uses the symbol 'z', which is not of",
    ),
    (lambda m, x: m.subject_to(ca.SX.sym("z") <= 1), "a constraint is a comparison of expressions, got SX"),
    (lambda m, x: m.subject_to(x[0] <= ca.MX.sym("z")), "uses the symbol 'z', which is not of this model"),
]


@pytest.mark.parametrize(("mistake", "sentence"), MISTAKES)
def test_a_mistake_is_refused_where_it_is_made(mistake: Any, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        stated(mistake)


def test_a_refused_constraint_leaves_the_model_as_it_was() -> None:
    m = stated(lambda m, x: m.subject_to(x[0] <= 1, "cap"))
    with pytest.raises(ModelError):
        m.subject_to(ca.MX.sym("z") <= 1, "alien")
    assert list(m.constraints) == ["cap"]
    assert m.problem().constraint_bounds.size == 1


@pytest.mark.parametrize(
    ("objective", "sentence"),
    [
        (lambda x: x, r"the objective must be a scalar, got shape \(3, 1\): x"),
        (lambda x: x[0] + ca.MX.sym("z"), "the objective uses the symbol 'z'"),
        (lambda x: ca.SX.sym("z"), "scalar symbols"),
        (lambda x: "x", "expected an expression"),
    ],
)
def test_mistakes_in_the_objective(objective: Any, sentence: str) -> None:
    m = Statement()
    x = m.variable("x", 3)
    with pytest.raises(ModelError, match=sentence):
        m.minimize(objective(x))
    assert m.objective is None


def test_mistakes_that_show_when_the_problem_is_whole() -> None:
    with pytest.raises(ModelError, match="the model has no variables"):
        Statement().problem()
    with pytest.raises(ModelError, match="variable 'idle' is used neither in the objective nor in a constraint"):
        stated(lambda m, x: m.variable("idle")).problem()
    rows = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    stated(lambda m, x: m.subject_to(rows @ x <= [1, 0], "rows")).problem()
    with pytest.raises(ModelError, match=r"'rows\[1\]' contains no variable and does not hold"):
        stated(lambda m, x: m.subject_to(rows @ x <= [1, -1], "rows")).problem()


def test_nothing_stated() -> None:
    m = Statement("empty")
    m.variable("x")
    with pytest.raises(ModelError, match="the model has neither an objective nor a constraint"):
        m.problem()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"start": {"X": 1}}, "no variable 'X'"),
        ({"start": {"x": [1, 2]}}, r"the start of 'x' has shape \(2,\)"),
        ({"start": np.ones(2)}, r"start must map names to values or have shape \(3,\), got shape \(2,\)"),
        ({"start": {"x": np.nan}}, "the start of 'x' contains NaN"),
        ({"parameters": {"p": 1}}, "no parameter 'p'; known: none"),
    ],
)
def test_mistakes_in_the_data_of_one_solve(arguments: Any, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        stated(lambda m, x: None).problem(**arguments)
