"""The view of a solution: values and multipliers by name, in the shape they were declared in."""

from __future__ import annotations

import pickle
from typing import Any

import casadi as ca
import numpy as np
import pytest

from sqp.errors import ModelError
from sqp.model.statement import Statement

Z = np.array([10.0, 1.0, 2.0, 3.0, 0.5, 1.5, 2.5])


def box() -> tuple[Statement, dict[str, Any]]:
    m = Statement()
    parts = {
        "w": m.variable("w", unit="mm"),
        "v": m.variable("v", 3),
        "S": m.variable("S", (2, 2), symmetric=True),
        "p": m.parameter("p", 2, value=[5, 6]),
    }
    m.minimize(parts["w"] + ca.sum1(parts["v"]) + ca.trace(parts["S"]))
    m.subject_to(parts["w"] * parts["v"] <= 1, "area")
    m.subject_to(parts["S"] - parts["S"][0, 0] >= 0, "corner")
    m.subject_to(parts["w"] >= 1, "least")
    return m, parts


def test_variables_have_their_own_shape() -> None:
    values = box()[0].problem().view.variables(Z)
    assert values["w"] == 10.0
    assert isinstance(values["w"], float)
    np.testing.assert_array_equal(values["v"], [1, 2, 3])
    np.testing.assert_array_equal(values["S"], [[0.5, 1.5], [1.5, 2.5]])
    assert list(values) == ["w", "v", "S"]


def test_multipliers_have_the_shape_of_their_constraint() -> None:
    y = np.arange(8.0)
    values = box()[0].problem().view.multipliers(y, Z)
    np.testing.assert_array_equal(values["area"], [0, 1, 2])
    np.testing.assert_array_equal(values["corner"], [[3, 5], [4, 6]])
    assert values["least"] == 7.0
    assert values["bounds of w"] == 10.0
    np.testing.assert_array_equal(values["bounds of S"], [[0.5, 1.5], [1.5, 2.5]])


def test_any_expression_in_variables_and_parameters_has_a_value() -> None:
    m, parts = box()
    view = m.problem({"p": [7, 8]}).view
    assert view.value(parts["w"] * parts["p"][1], Z) == 80.0
    np.testing.assert_array_equal(view.value(2 * parts["v"] + 1, Z), [3, 5, 7])
    np.testing.assert_array_equal(view.value(parts["S"] @ parts["S"], Z), [[2.5, 4.5], [4.5, 8.5]])
    np.testing.assert_array_equal(view.value(parts["v"].T, Z), [[1, 2, 3]])
    assert view.value(4, Z) == 4.0
    assert view.units() == {"w": "mm"}


def test_an_expression_of_another_model_has_none() -> None:
    view = box()[0].problem().view
    with pytest.raises(ModelError, match=r"z in \(2\.\*z\) is neither a variable nor a parameter of this model"):
        view.value(2 * ca.MX.sym("z"), Z)
    with pytest.raises(ModelError, match="v in v is neither"):
        view.value(ca.MX.sym("v", 2), Z)


def test_after_pickling_an_expression_is_recognised_by_its_names() -> None:
    m, _ = box()
    view = pickle.loads(pickle.dumps(m.problem().view))
    np.testing.assert_array_equal(view.variables(Z)["S"], [[0.5, 1.5], [1.5, 2.5]])
    _, rebuilt = box()
    assert view.value(rebuilt["w"] * rebuilt["p"][0], Z) == 50.0


def test_a_pickled_problem_keeps_its_view() -> None:
    problem = pickle.loads(pickle.dumps(box()[0].problem()))
    assert problem.view.variables(Z)["w"] == 10.0
    np.testing.assert_allclose(problem.constraints(Z)[:3], [10, 20, 30])
