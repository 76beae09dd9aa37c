from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from sqp.calculus.check import SECOND_CHECKED
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.remainder import STEPS, slope
from sqp.errors import EvaluationError, OptionError, ProblemError
from tests.unit.calculus.closed_forms import CASES, ClosedForm

Array = np.ndarray


def problem(**changes: Any) -> sqp.NLP:
    """minimise a^2 b + exp(c) with a b c and a + b as constraints, with exact derivatives unless changed."""

    def hessian(x: Array, y: Array, sigma: float) -> Array:
        a, b, c = x
        f = np.array([[2 * b, 2 * a, 0], [2 * a, 0, 0], [0, 0, np.exp(c)]])
        g = np.array([[0, c, b], [c, 0, a], [b, a, 0]])
        return sigma * f + y[0] * g

    functions: dict[str, Any] = {
        "gradient": lambda x: [2 * x[0] * x[1], x[0] ** 2, np.exp(x[2])],
        "constraints": lambda x: [x[0] * x[1] * x[2], x[0] + x[1]],
        "jacobian": lambda x: [[x[1] * x[2], x[0] * x[2], x[0] * x[1]], [1, 1, 0]],
        "lagrangian_hessian": hessian,
        "constraint_bounds": (0.0, 1.0),
        "variable_names": ["a", "b", "c"],
        "constraint_names": ["volume", "sum"],
    }
    return sqp.NLP(lambda x: x[0] ** 2 * x[1] + np.exp(x[2]), [1.5, 2.0, 0.5], **(functions | changes))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_known_functions_pass(case: ClosedForm) -> None:
    report = sqp.check_derivatives(case.f, case.x)
    assert report.ok, str(report)
    for function in report.functions:
        assert function.first == np.inf or function.first == pytest.approx(2.0, abs=0.3)
        assert function.second == np.inf or function.second == pytest.approx(3.0, abs=0.3)


def test_slopes_are_two_and_three() -> None:
    report = sqp.check_derivatives(problem())
    assert report.ok, str(report)
    objective, volume, total = report.functions
    assert (objective.first, objective.second) == (pytest.approx(2.0, abs=0.05), pytest.approx(3.0, abs=0.05))
    assert (volume.first, volume.second) == (pytest.approx(2.0, abs=0.05), pytest.approx(3.0, abs=0.05))
    assert (total.first, total.second) == (np.inf, np.inf)  # linear: nothing is left but noise
    assert max(report.symmetry, report.bilinearity) < 1e-15


def test_a_wrong_gradient_is_named() -> None:
    report = sqp.check_derivatives(problem(gradient=lambda x: [2 * x[0] * x[1], x[0] ** 2, np.exp(x[2]) + 1e-4]))
    assert not report.ok
    assert [f.name for f in report.functions if not f.ok] == ["objective"]
    (entry,) = report.wrong
    assert (entry.function, entry.variables) == ("objective", ("c",))
    assert entry.differences == pytest.approx(np.exp(0.5), rel=1e-8)
    assert "d objective / d c" in str(report)
    assert np.isnan(report.functions[0].second)  # cannot be judged


def test_a_wrong_jacobian_is_named_by_row_and_variable() -> None:
    rows = [lambda x: [x[1] * x[2], x[0] * x[2], x[0] * x[1]], lambda x: [1, 2, 0]]
    report = sqp.check_derivatives(problem(jacobian=lambda x: [row(x) for row in rows]))
    assert [str(entry) for entry in report.wrong] == ["d sum / d b: 2, but differences give 1"]


def test_a_wrong_hessian_is_named_by_both_variables() -> None:
    def spoilt(x: Array, y: Array, sigma: float) -> Array:
        H = np.array(problem().lagrangian_hessian(x, y, sigma))
        H[0, 1] += 0.01 * y[0]
        H[1, 0] += 0.01 * y[0]
        return H

    report = sqp.check_derivatives(problem(lagrangian_hessian=spoilt))
    assert [f.name for f in report.functions if not f.ok] == ["volume"]
    assert {entry.variables for entry in report.wrong} == {("a", "b"), ("b", "a")}


def test_products_that_are_not_those_of_the_matrix_are_found() -> None:
    twice = problem(lagrangian_hessian_product=lambda x, y, s, v: 2 * problem().lagrangian_hessian(x, y, s) @ v)
    report = sqp.check_derivatives(twice)
    assert not report.consistent
    assert "WRONG" in str(report)


def test_products_alone_are_checked() -> None:
    exact = problem()
    only = problem(
        lagrangian_hessian=None, lagrangian_hessian_product=lambda x, y, s, v: exact.lagrangian_hessian(x, y, s) @ v
    )
    assert sqp.check_derivatives(only).functions[0].second == pytest.approx(3.0, abs=0.05)


def test_without_second_derivatives_only_the_first_are_checked() -> None:
    report = sqp.check_derivatives(problem(lagrangian_hessian=None))
    assert report.ok
    assert np.isnan(report.symmetry)
    assert "second derivatives  not checked" in str(report)


def test_noise_is_not_taken_for_a_mistake() -> None:
    rng = np.random.default_rng(0)

    def simulation(x: Array) -> float:
        return float(x[0] ** 2 + np.sin(x[1])) * (1 + 1e-7 * rng.standard_normal())

    def gradient(x: Array) -> list[float]:
        return [2 * x[0], np.cos(x[1])]

    report = sqp.check_derivatives(sqp.NLP(simulation, [1.0, 2.0], gradient=gradient))
    assert report.ok, str(report)
    wrong = sqp.NLP(simulation, [1.0, 2.0], gradient=lambda x: [2.1 * x[0], np.cos(x[1])])
    assert not sqp.check_derivatives(wrong).ok


def test_values_with_six_decimals_are_noisy_too() -> None:
    rounded = sqp.NLP(lambda x: round(float(np.sum(x**3)), 6), [1.0, 2.0], gradient=lambda x: 3 * x**2)
    report = sqp.check_derivatives(rounded)
    assert report.ok, str(report)


def test_bounds_are_never_left_and_fixed_variables_do_not_move() -> None:
    seen: list[Array] = []

    def objective(x: Array) -> float:
        seen.append(x)
        return float(np.sqrt(x[0]) + x[1] * x[2])

    bounded = sqp.NLP(
        objective,
        [1.0, 2.0, 0.0],
        gradient=lambda x: [0.5 / np.sqrt(x[0]), x[2], 7.0],
        variable_bounds=([1.0, -1.0, 0.0], [1.0 + 1e-3, 2.0, 0.0]),
    )
    report = sqp.check_derivatives(bounded)
    assert report.ok, str(report)
    assert report.unmoved == ("x[2]",)
    points = np.array(seen)
    assert (points >= bounded.variable_bounds.lower).all()
    assert (points <= bounded.variable_bounds.upper).all()


def test_a_kink_is_no_single_entry() -> None:
    kink = sqp.NLP(lambda x: abs(x[0] - 1.0) ** 1.2, [1.0], gradient=lambda x: [0.0])
    report = sqp.check_derivatives(kink)
    assert not report.ok


def test_a_derivative_by_hand_is_checked() -> None:
    A = np.array([[2.0, 1.0], [0.5, 3.0]])
    X = np.linalg.inv(A)
    exact = sqp.derivative(sqp.inv, A)
    by_hand = LinearMap.defined_by(lambda D: -X @ D @ X, lambda W: -X.T @ W @ X.T, exact.domain, exact.codomain)
    assert sqp.check_derivatives(sqp.inv, A, derivative=by_hand).ok
    report = sqp.check_derivatives(np.linalg.inv, A, derivative=-by_hand, black_box=True)
    assert report.wrong[0].function == "f[0,0]"
    assert report.wrong[0].variables[0].startswith("x[")


def test_a_second_derivative_by_hand_is_checked() -> None:
    A = np.array([[2.0, 1.0], [0.5, 3.0]])
    B = sqp.second_derivative(sqp.det, A)
    report = sqp.check_derivatives(sqp.det, A, second_derivative=2 * B)
    assert not report.ok
    assert len(report.wrong[0].variables) == 2


def test_derivatives_known_to_be_inexact_are_granted_their_accuracy() -> None:
    inexact = problem(gradient=lambda x: np.array([2 * x[0] * x[1], x[0] ** 2, np.exp(x[2])]) * (1 + 1e-5))
    assert not sqp.check_derivatives(inexact).ok
    assert sqp.check_derivatives(inexact, accuracy=1e-4).functions[0].first_ok


def test_a_model_is_checked_at_any_point() -> None:
    m = sqp.Model("tank")
    w, h = m.variable("w", lower=0, start=1), m.variable("h", lower=0, start=1)
    m.minimize(w**2 + 4 * w * h)
    m.subject_to(w**2 * h >= 4, name="filled")
    report = sqp.check_derivatives(m, [2.0, 3.0])
    assert report.ok, str(report)
    assert [f.name for f in report.functions] == ["objective", "filled"]


def test_mistakes_are_named() -> None:
    with pytest.raises(ProblemError, match="x must have 3 entries, got 2"):
        sqp.check_derivatives(problem(), [1.0, 2.0])
    with pytest.raises(ProblemError, match="x is missing"):
        sqp.check_derivatives(sqp.det)
    with pytest.raises(OptionError, match="leave out derivative"):
        sqp.check_derivatives(problem(), derivative=sqp.derivative(sqp.det, np.eye(2)))
    with pytest.raises(OptionError, match="pass derivative="):
        sqp.check_derivatives(np.linalg.det, np.eye(2), black_box=True)
    with pytest.raises(OptionError, match="directions must be at least 1"):
        sqp.check_derivatives(problem(), directions=0)
    with pytest.raises(OptionError, match="accuracy must be in"):
        sqp.check_derivatives(problem(), accuracy=2.0)
    with pytest.raises(EvaluationError, match="f is nan at x"):
        sqp.check_derivatives(sqp.log, -1.0)


def test_the_picture_shows_wrong_functions_first() -> None:
    report = sqp.check_derivatives(problem(jacobian=lambda x: [[0, 0, 0], [1, 1, 0]]))
    figure = report.plot()
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert legend.get_texts()[0].get_text() == "volume"


def test_a_slope_ends_where_noise_begins() -> None:
    noise = 1e-10 * np.random.default_rng(0).uniform(0.5, 1.0, STEPS.size)
    assert slope(STEPS, 5.0 * STEPS**3 + noise, np.full(STEPS.size, 1e-10)) == pytest.approx(3.0, abs=0.1)
    assert np.isnan(slope(STEPS, noise, np.full(STEPS.size, 1e-10)))


def test_what_is_left_out_of_many_functions_is_named() -> None:
    m = SECOND_CHECKED + 9
    points = np.linspace(0.0, 1.0, m)
    wrong = points < 0.1

    many = sqp.NLP(
        lambda x: float(x @ x),
        [0.3, 0.4],
        gradient=lambda x: 2 * x,
        constraints=lambda x: np.exp(points * x[0]) * x[1],
        jacobian=lambda x: np.column_stack(
            [(points + wrong) * np.exp(points * x[0]) * x[1], np.exp(points * x[0])],
        ),
        constraint_bounds=(None, 9.0),
        lagrangian_hessian_product=lambda x, y, sigma, v: _product(points, x, y, sigma, v),
    )
    report = sqp.check_derivatives(many)
    assert len(report.skipped) == 10
    assert report.skipped[0] in str(report)
    assert f"second derivatives of 10 of {m + 1} functions" in str(report)
    assert f"20 of {wrong.sum()} functions were searched for wrong entries of first derivatives" in str(report)
    unchecked = [f.name for f in report.functions if f.first_ok and np.isnan(f.second)]
    assert set(unchecked) <= set(report.skipped)
    assert report.as_dict()["skipped_second"] == list(report.skipped)
    other = sqp.check_derivatives(many, seed=1)
    assert other.skipped != report.skipped


def _product(points: np.ndarray, x: np.ndarray, y: np.ndarray, sigma: float, v: np.ndarray) -> np.ndarray:
    e = y * np.exp(points * x[0])
    first, cross = float(points**2 @ e) * x[1], float(points @ e)
    return 2 * sigma * v + np.array([first * v[0] + cross * v[1], cross * v[0]])
