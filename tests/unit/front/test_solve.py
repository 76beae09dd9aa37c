"""``sqp.solve`` and ``Model.solve``: what they refuse before the first iteration."""

from __future__ import annotations

from typing import Any, cast

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.errors import ModelError, OptionError, ProblemError


def test_an_object_that_is_no_problem() -> None:
    with pytest.raises(ProblemError, match=r"a str has no .*, which a problem must have"):
        sqp.solve(cast("Any", "rosenbrock"))


@pytest.mark.parametrize(
    ("name", "meant"), [("tolerence", "tolerance"), ("call_back", "callback"), ("hesian", "hessian"), ("y_0", "y0")]
)
def test_an_unknown_setting_says_which_one_is_meant(name: str, meant: str) -> None:
    x = ca.SX.sym("x")
    with pytest.raises(OptionError, match=f"no setting '{name}'; did you mean '{meant}'"):
        sqp.solve(sqp.CasadiProblem(x, x**2), **cast("Any", {name: 1}))


def test_a_model_knows_its_own_settings_too() -> None:
    m = sqp.Model("line")
    m.minimize(m.variable("x") ** 2)
    with pytest.raises(OptionError, match="no setting 'parameter'; did you mean 'parameters'"):
        m.solve(parameter={})


def test_a_result_of_another_model_is_no_start() -> None:
    m = sqp.Model("line")
    x = m.variable("x", start=3)
    m.minimize((x - 1) ** 2)
    result = m.solve()
    m.subject_to(x >= 2)
    with pytest.raises(ModelError, match="start is a result with 0 constraints, the model has 1"):
        m.solve(start=result)
    y = m.variable("y")
    m.subject_to(x + y == 3)
    with pytest.raises(ModelError, match=r"start must .* have shape \(2,\), got shape \(1,\)"):
        m.solve(start=result)


def test_every_public_name_loads() -> None:
    for name in sqp.__all__:
        assert getattr(sqp, name) is not None
        assert name in dir(sqp)
    with pytest.raises(AttributeError, match="module 'sqp' has no attribute 'modle'"):
        _ = sqp.modle  # pyright: ignore[reportAttributeAccessIssue]


def test_importing_the_package_loads_nothing_slow() -> None:
    import subprocess
    import sys

    check = "import sys, sqp; print([m for m in ('numpy', 'scipy', 'casadi', 'osqp') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_start_values_reach_the_solver() -> None:
    x = ca.SX.sym("x", 2)
    problem = sqp.CasadiProblem(x, (x[0] ** 2 - 1) ** 2 + x[1] ** 2)
    right, left = (sqp.solve(problem, start).x[0] for start in ([2.0, 0.0], np.array([-2, 0])))
    assert (round(float(right), 5), round(float(left), 5)) == (1.0, -1.0)


def test_a_model_does_not_offer_multipliers_that_it_does_not_take() -> None:
    m = sqp.Model()
    x = m.variable("x")
    m.minimize(x**2)
    with pytest.raises(sqp.OptionError) as refused:
        m.solve(y0=[0.0])
    assert "'y0'" in str(refused.value)
    assert "z0" not in str(refused.value)
