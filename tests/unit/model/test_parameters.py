"""Parameters: new values change the problem and differentiate nothing anew."""

from __future__ import annotations

import numpy as np
import pytest

from sqp.errors import ModelError
from sqp.model.relation import between
from sqp.model.statement import Statement


def parametric() -> Statement:
    m = Statement()
    cap = m.parameter("cap", value=5)
    target = m.parameter("target", 2)
    gain = m.parameter("gain", (2, 2), value=np.eye(2))
    x = m.variable("x", 2, lower=-1, upper=cap)
    m.minimize((x - target).T @ (x - target))
    m.subject_to(gain @ x <= cap, "reach")
    m.subject_to(between(-cap, x[0] * x[1], cap**2), "product")
    return m


def test_values_enter_functions_and_bounds() -> None:
    problem = parametric().problem({"target": [1, 2], "gain": [[0, 2], [3, 0]]})
    x = np.array([4.0, 6.0])
    assert problem.objective(x) == 25
    np.testing.assert_array_equal(problem.constraints(x), [12, 12, 24])
    np.testing.assert_array_equal(problem.constraint_bounds.lower, [-np.inf, -np.inf, -5])
    np.testing.assert_array_equal(problem.constraint_bounds.upper, [5, 5, 25])
    np.testing.assert_array_equal(problem.variable_bounds.upper, [5, 5])
    assert problem.linear_constraints.tolist() == [True, True, False]


def test_problems_of_one_model_share_their_functions() -> None:
    m = parametric()
    first = m.problem({"target": 0})
    second = m.problem({"target": 1, "cap": 7})
    assert second.functions is first.functions
    assert second.objective(np.zeros(2)) == 2
    assert first.objective(np.zeros(2)) == 0
    assert second.constraint_bounds.upper.tolist() == [7, 7, 49]
    assert m.problem({"target": 0}).constraint_bounds.upper.tolist() == [5, 5, 25]  # for one problem only


def test_mistakes_in_values() -> None:
    m = parametric()
    with pytest.raises(ModelError, match=r"parameter 'target' has no value: pass parameters=\{'target': \.\.\.\}"):
        m.problem()
    with pytest.raises(ModelError, match="no parameter 'traget'; did you mean 'target'"):
        m.problem({"traget": 1})
    with pytest.raises(ModelError, match=r"the value of 'gain' has shape \(3,\), expected a number or shape \(2, 2\)"):
        m.problem({"target": 0, "gain": [1, 2, 3]})
    with pytest.raises(ModelError, match="the value of 'target' contains NaN"):
        m.problem({"target": [np.nan, 0]})
    with pytest.raises(ModelError, match=r"x\[0\]: contradictory bounds, lower -1 and upper -3"):
        m.problem({"target": 0, "cap": -3})
