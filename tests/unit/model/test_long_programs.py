from __future__ import annotations

import casadi as ca
import numpy as np
import pytest

from sqp.arrays import as_dense
from sqp.model import casadi_functions
from sqp.model.casadi_problem import CasadiProblem


def _full(n: int) -> CasadiProblem:
    x = ca.SX.sym("x", n)
    return CasadiProblem(x, ca.sumsqr(x) ** 2 + ca.sum1(ca.sin(x)) * x[0], start=np.linspace(-1.0, 1.0, n), dense=False)


def test_a_full_hessian_of_a_long_program_is_read_off_products(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _full(60)
    x = expected.start
    assert expected.functions.coloured_hessian is None
    monkeypatch.setattr(casadi_functions, "SCALAR_OPERATIONS", 1000)
    found = _full(60)
    assert found.functions.coloured_hessian is not None
    none = np.zeros(0)
    first, second = found.lagrangian_hessian(x, none, 1.0), expected.lagrangian_hessian(x, none, 1.0)
    np.testing.assert_allclose(as_dense(first), as_dense(second), rtol=1e-13, atol=1e-13)


def test_a_sparse_hessian_of_a_long_program_has_a_function_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casadi_functions, "SCALAR_OPERATIONS", 10_000)
    x = ca.SX.sym("x", 200)
    problem = CasadiProblem(x, ca.sumsqr(x[1:] - x[:-1] ** 2), start=np.ones(200))
    assert problem.functions.coloured_hessian is None
