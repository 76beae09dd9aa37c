"""Derivative completion: which functions are differenced, and which mixtures are refused."""

import numpy as np
import pytest
from scipy import sparse

from sqp.errors import ProblemError
from sqp.model.blocks import Constraint
from sqp.model.completion import SecondDerivatives, completed
from sqp.model.differences import Differences
from tests.derivatives import dense

X = np.array([0.5, 1.5, -0.5])
Y = np.array([2.0, -3.0, 0.5])
CENTRAL = Differences(central=True)


def fun(x):
    return x[0] ** 4 + x[0] * x[1] + x[2] ** 2


def gradient(x):
    return [4 * x[0] ** 3 + x[1], x[0], 2 * x[2]]


def hessian(x):
    return [[12 * x[0] ** 2, 1, 0], [1, 0, 0], [0, 0, 2]]


CURVE = Constraint(lambda x: [x[0] ** 2, x[1] * x[2]], 0.0, [1.0, 2.0], name="curve")
PLANE = Constraint(lambda x: x[0] + x[2], 1.0, 1.0)
EXACT_CURVE = Constraint(CURVE.fun, 0.0, None, lambda x: [[2 * x[0], 0, 0], [0, x[2], x[1]]], name="curve")
EXACT_PLANE = Constraint(PLANE.fun, 1.0, 1.0, lambda x: [1, 0, 1], name="plane")
JACOBIAN = np.array([[1.0, 0, 0], [0, -0.5, 1.5], [1, 0, 1]])
CONSTRAINT_HESSIAN = np.array([[2 * Y[0], 0, 0], [0, 0, Y[1]], [0, Y[1], 0]])


def make(*, blocks=(CURVE, PLANE), gradient=None, bounds=None, **second):
    return completed(
        fun,
        X,
        gradient=gradient,
        blocks=blocks,
        second=SecondDerivatives(**second),
        bounds=bounds,
        differences=CENTRAL,
    )


def test_first_derivatives_by_differences():
    problem = make()
    np.testing.assert_allclose(problem.gradient(X), gradient(X), atol=1e-8)
    np.testing.assert_allclose(dense(problem.jacobian(X)), JACOBIAN, atol=1e-8)
    np.testing.assert_array_equal(problem.constraint_bounds.lower, [0, 0, 1])
    np.testing.assert_array_equal(problem.constraint_bounds.upper, [1, 2, 1])
    assert problem.constraint_names == ("curve[0]", "curve[1]", "c[2]")
    assert not hasattr(problem, "lagrangian_hessian")


@pytest.mark.parametrize("kind", [np.asarray, sparse.coo_array])
def test_exact_and_differenced_blocks_stack(kind):
    block = Constraint(CURVE.fun, 0.0, None, lambda x: kind(np.array([[2 * x[0], 0, 0], [0, x[2], x[1]]])))
    problem = make(blocks=[PLANE, block])
    np.testing.assert_allclose(dense(problem.jacobian(X)), JACOBIAN[[2, 0, 1]], atol=1e-8)
    assert sparse.issparse(problem.jacobian(X)) == (kind is sparse.coo_array)


@pytest.mark.parametrize("sparsity", [[[1, 0, 0], [0, 1, 1]], "detect"])
def test_sparsity_saves_evaluations(sparsity):
    calls = []
    block = Constraint(lambda x: calls.append(1) or [x[0] ** 2, x[1] * x[2]], 0.0, None, sparsity=sparsity)
    problem = make(blocks=[block])
    calls.clear()
    np.testing.assert_allclose(dense(problem.jacobian(X + 1)), [[3, 0, 0], [0, 0.5, 2.5]], atol=1e-8)
    assert len(calls) == 1 + 2 * 2


def test_values_just_computed_are_not_computed_again():
    calls = []
    problem = completed(
        lambda x: calls.append(1) or float(x @ x),
        [1.0, 2.0],
        gradient=None,
        blocks=[],
        second=SecondDerivatives(),
        bounds=None,
        differences=Differences(),
    )
    calls.clear()
    x = np.array([3.0, 4.0])
    problem.objective(x)
    problem.gradient(x)
    assert len(calls) == 3


@pytest.mark.parametrize(
    "second",
    [
        {"objective": hessian},
        {"objective": hessian, "constraints": lambda x, y: CONSTRAINT_HESSIAN},
        {"objective": lambda x: sparse.csr_array(np.array(hessian(x))), "constraints": lambda x, y: CONSTRAINT_HESSIAN},
        {"lagrangian": lambda x, y, sigma: sigma * np.array(hessian(x)) + CONSTRAINT_HESSIAN},
        {"objective": CENTRAL},
        {"objective": CENTRAL, "sparsity": [[1, 1, 0], [0, 0, 1], [0, 0, 1]]},
        {"objective": CENTRAL, "sparsity": "detect"},
    ],
)
def test_hessian_from_whatever_there_is(second):
    problem = make(gradient=gradient, blocks=[EXACT_CURVE, EXACT_PLANE], **second)
    expected = 0.7 * np.array(hessian(X)) + CONSTRAINT_HESSIAN
    np.testing.assert_allclose(dense(problem.lagrangian_hessian(X, Y, 0.7)), expected, atol=1e-8)
    assert type(problem.jacobian(X)) is type(problem.lagrangian_hessian(X, Y, 0.7))


def test_hessian_of_an_unconstrained_problem():
    problem = make(gradient=gradient, blocks=[], objective=hessian)
    np.testing.assert_array_equal(problem.lagrangian_hessian(X, Y[:0], 2.0), 2 * np.array(hessian(X)))


def test_start_outside_the_bounds_is_kept_but_never_evaluated():
    seen = []
    problem = completed(
        lambda x: seen.append(x.copy()) or float(np.sqrt(x).sum()),
        [-1.0, 2.0],
        gradient=None,
        blocks=[Constraint(lambda x: seen.append(x.copy()) or x, 0.0, sparsity="detect")],
        second=SecondDerivatives(),
        bounds=(0.0, None),
        differences=Differences(),
    )
    problem.gradient(np.zeros(2))
    problem.jacobian(np.zeros(2))
    assert min(x.min() for x in seen) == 0.0
    np.testing.assert_array_equal(problem.start, [-1.0, 2.0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"objective": hessian}, "hessian is given, but neither constraint_hessian nor the Jacobian"),
        ({"constraints": lambda x, y: np.eye(3)}, "constraint_hessian needs hessian"),
        ({"blocks": [], "constraints": lambda x, y: np.eye(3)}, "constraint_hessian is given without constraints"),
        ({"objective": hessian, "lagrangian": lambda x, y, s: np.eye(3)}, "either lagrangian_hessian, or hessian"),
        ({"objective": CENTRAL}, "a Hessian by differences needs gradient"),
        ({"objective": CENTRAL, "gradient": gradient}, "needs the Jacobian of every constraint"),
        ({"blocks": [], "objective": lambda x: np.tri(3)}, "^hessian must return both triangles"),
        ({"blocks": [], "objective": hessian, "sparsity": "guess"}, "hessian_sparsity must be a matrix or 'detect'"),
        ({"bounds": (1.0, 0.0)}, "bounds: entry 0 has lower 1 above upper 0"),
        ({"blocks": [Constraint(lambda x: x[:2], [0, 0, 0])]}, r"lower side of bounds of constraint must .* \(2,\)"),
        ({"blocks": [Constraint(lambda x: x, 0, jacobian=lambda x: np.eye(2))]}, "jacobian of constraint must return"),
        (
            {"blocks": [Constraint(lambda x: x, 0, sparsity=np.eye(2))]},
            r"sparsity of constraint must have shape \(3, 3\)",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value encountered in log")
def test_mistakes(changes, message):
    with pytest.raises(ProblemError, match=message):
        make(**changes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((3, 0.0), "constraint: fun must be a function, got int"),
        ((CURVE.fun,), "constraint: a lower or an upper bound is missing"),
        ((CURVE.fun, 0.0, 1.0, np.eye(3)), "constraint: jacobian must be a function, got ndarray"),
    ],
)
def test_constraint_mistakes(arguments, message):
    with pytest.raises(ProblemError, match=message):
        Constraint(*arguments)
