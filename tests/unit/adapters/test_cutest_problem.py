"""CUTEst problems from objects of others, through stand-ins for the two interfaces."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.arrays import is_sparse
from sqp.errors import ProblemError
from tests.contracts.door_cases import CHAIN, HS071, UNCONSTRAINED
from tests.contracts.doors.cutest import PycutestStandIn, S2mpjStandIn
from tests.contracts.problem_contract import PROMISES

STAND_INS = [PycutestStandIn, S2mpjStandIn]
every_interface = pytest.mark.parametrize("make", STAND_INS, ids=lambda kind: kind.__name__)


@every_interface
@pytest.mark.parametrize("case", [HS071, UNCONSTRAINED], ids=lambda case: case.name)
@pytest.mark.parametrize("promise", [p for p in PROMISES if p.__name__ != "pickling"], ids=lambda p: p.__name__)
def test_promises_of_problems(make: Any, case: Any, promise: Callable[[Any], None]) -> None:
    """All but pickling: an object that wraps compiled Fortran cannot be pickled."""
    promise(sqp.from_cutest(make(case)))


@every_interface
def test_many_variables_are_sparse(make: Any) -> None:
    problem = sqp.from_cutest(make(CHAIN))
    jac = problem.jacobian(CHAIN.start)
    hess = problem.lagrangian_hessian(CHAIN.start, np.ones(CHAIN.m), 1.0)
    assert is_sparse(jac)
    assert jac.nnz == CHAIN.n
    assert is_sparse(hess)
    assert hess.nnz == 3 * CHAIN.n - 2


@every_interface
def test_names_start_and_multipliers_are_those_of_the_collection(make: Any) -> None:
    problem = sqp.from_cutest(make(HS071))
    assert problem.name == "hs071"
    assert problem.variable_names == ("X1", "X2", "X3", "X4")
    assert problem.constraint_names == ("C1", "C2")
    np.testing.assert_array_equal(problem.start, HS071.start)
    np.testing.assert_array_equal(problem.multipliers, [0, 0])
    assert sqp.solve(problem, y0=problem.multipliers).success


@every_interface
def test_twenty_zeros_are_infinite(make: Any) -> None:
    problem = sqp.from_cutest(make(UNCONSTRAINED))
    assert np.isinf(problem.variable_bounds.lower).all()
    assert np.isinf(problem.variable_bounds.upper).all()


def test_names_of_variables_that_pycutest_dropped_are_not_mistaken_for_those_that_are_left() -> None:
    problem = PycutestStandIn(HS071)
    problem.varnames = lambda: ["FIXED", "X1", "X2", "X3", "X4"]
    assert sqp.from_cutest(problem).variable_names == ()


@every_interface
def test_linear_rows_are_known(make: Any) -> None:
    """pycutest flags them, S2MPJ counts them."""
    problem = make(HS071)
    problem.is_linear_cons, problem.lincons = np.array([False, True]), np.array([1])
    np.testing.assert_array_equal(sqp.from_cutest(problem).linear_constraints, [False, True])


def test_integers_are_refused() -> None:
    problem = PycutestStandIn(HS071)
    problem.vartype[2] = 2
    with pytest.raises(ProblemError, match="variable 2 must be real"):
        sqp.from_cutest(problem)
    other: Any = S2mpjStandIn(HS071)
    other.xtype = np.array(["r", "i", "r", "r"])
    with pytest.raises(ProblemError, match="variable 1 must be real"):
        sqp.from_cutest(other)


def test_other_objects_are_refused() -> None:
    with pytest.raises(ProblemError, match=r"interface of pycutest .* or of S2MPJ .*, got SimpleNamespace"):
        sqp.from_cutest(SimpleNamespace(x0=np.zeros(1)))


class Equations:
    """A system of equations as S2MPJ writes it: no objective groups, a sparse matrix that stores no zeros."""

    name, n, m = "EQUATIONS", 2, 2
    x0 = np.array([[1.0], [3.0]])
    xlower, xupper = np.full((2, 1), -np.inf), np.full((2, 1), np.inf)
    clower = cupper = np.zeros((2, 1))
    y0, lincons = np.zeros((2, 1)), np.array([1])
    xnames, cnames = np.array(["X", "Y"]), np.array(["E1", "E2"])

    def fgx(self, x: Any) -> Any:
        raise AssertionError("there is no objective to ask for")

    fx = fgx

    def cx(self, x: Any) -> Any:
        return np.array([[x[0] ** 2 - 4.0], [x[1] - 1.0]])

    def cJx(self, x: Any) -> Any:
        return self.cx(x), sparse.csr_matrix([[2.0 * x[0], 0.0], [0.0, 1.0]])

    def LgHxy(self, x: Any, y: Any) -> Any:
        return 0.0, np.zeros((2, 1)), sparse.csr_matrix([[2.0 * y[0], 0.0], [0.0, 0.0]])


def test_equations_without_an_objective() -> None:
    result = sqp.solve(sqp.from_cutest(Equations()))
    assert result.success
    assert result.x == pytest.approx([2, 1])
    assert result.f == 0.0


def test_what_the_interface_can_do_without_may_be_missing() -> None:
    """An object of one's own: no products, no sparse functions, no multipliers, no names; lists for arrays."""

    def cons(x: Any, *, gradient: bool = False) -> Any:
        return (np.array([x @ x]), 2 * x[None]) if gradient else np.array([x @ x])

    for n in (2, 150):
        own = SimpleNamespace(
            n=n, m=1, x0=[1.0] * n, bl=[-1e20] * n, bu=[1e20] * n, cl=[1.0], cu=[1.0], v0=None,
            obj=lambda x, gradient=False: (np.sum((x - 2) ** 2), 2 * (x - 2)) if gradient else np.sum((x - 2) ** 2),
            cons=cons, hess=lambda x, v: (2 + 2 * v[0]) * np.eye(x.size),
        )  # fmt: skip
        problem = sqp.from_cutest(own)
        np.testing.assert_allclose(sqp.solve(problem).x, np.full(n, n**-0.5), atol=1e-7)
        v, y = np.arange(n, dtype=float), np.array([0.5])
        np.testing.assert_allclose(problem.lagrangian_hessian_product(problem.start, y, 2.0, v), 5 * v)
    own.cons = None
    with pytest.raises(ProblemError, match="must have the method cons: it has 1 constraints"):
        sqp.from_cutest(own)
