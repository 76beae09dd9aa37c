"""minimize: solves with whatever derivatives there are, and says clearly what is wrong with the arguments."""

import numpy as np
import pytest

from sqp.bounds import Bounds
from sqp.errors import OptionError, ProblemError
from sqp.front.minimize import minimize
from sqp.hessian.bfgs import BFGS
from sqp.model.blocks import Constraint
from sqp.model.differences import Differences

X0 = [-1.2, 1.0]
ON_DISC = np.array([0.78641515, 0.61769831])  # Rosenbrock's function on the unit disc


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def gradient(x):
    return [-400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 200 * (x[1] - x[0] ** 2)]


def hessian(x):
    return [[1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]], [-400 * x[0], 200]]


def disc(x):
    return x @ x


def disc_jacobian(x):
    return 2 * x


DISC = Constraint(disc, upper=1.0, jacobian=disc_jacobian, name="disc")
LOOSE = {"constraints": disc, "constraint_bounds": (None, 1.0)}


@pytest.mark.parametrize(
    "known",
    [
        {**LOOSE},
        {**LOOSE, "gradient": gradient},
        {**LOOSE, "gradient": gradient, "jacobian": disc_jacobian},
        {**LOOSE, "differences": Differences()},
        {**LOOSE, "hessian": BFGS()},
        {"constraints": DISC, "gradient": gradient, "hessian": hessian},
        {
            "constraints": [DISC],
            "gradient": gradient,
            "hessian": hessian,
            "constraint_hessian": lambda x, y: 2 * y * np.eye(2),
        },
        {"constraints": DISC, "gradient": gradient, "hessian": Differences()},
    ],
    ids="+".join,
)
def test_rosenbrock_on_the_disc(known):
    result = minimize(rosenbrock, X0, **known)
    assert result.success, result.message
    np.testing.assert_allclose(result.x, ON_DISC, atol=1e-5)
    assert result.y[0] > 0.0


def test_unconstrained_and_bounded():
    assert minimize(rosenbrock, X0).x == pytest.approx([1.0, 1.0], abs=1e-5)
    result = minimize(rosenbrock, X0, bounds=(None, [0.5, np.inf]))
    assert result.x == pytest.approx([0.5, 0.25], abs=1e-6)
    assert result.z[0] > 0.0


def test_equal_bounds_make_an_equality_and_a_fixed_variable():
    result = minimize(
        lambda x: x @ x,
        [1.0, 2.0, 3.0],
        constraints=np.sum,
        constraint_bounds=(6.0, 6.0),
        bounds=([-9, -9, 4], [9, 9, 4]),
    )
    assert result.x == pytest.approx([1.0, 1.0, 4.0], abs=1e-7)


def entropy(x):
    assert np.all(x >= 1e-6)
    return float(np.sum(x * np.log(x)))


def test_functions_outside_their_bounds_are_never_called():
    result = minimize(entropy, [-1.0, 5.0], bounds=(1e-6, None))
    assert result.x == pytest.approx([np.exp(-1)] * 2, abs=1e-5)


def test_a_shape_that_changes_during_the_solve_fails_there_and_is_named():
    def moody(x):
        return gradient(x) if x[0] < -1.0 else [0.0, 0.0, 0.0]

    result = minimize(rosenbrock, X0, gradient=moody)
    assert not result
    assert "gradient must return 2 numbers, got 3" in result.message


def test_callback_sees_iterations():
    records = []
    minimize(rosenbrock, X0, callback=records.append)
    assert records


@pytest.mark.parametrize(
    ("arguments", "changes", "message"),
    [
        ((3, X0), {}, "fun must be a function, got int"),
        ((rosenbrock, [X0]), {}, r"x0 must be one-dimensional, got shape \(1, 2\)"),
        ((rosenbrock, [np.nan, 1.0]), {}, r"x0\[0\] must be finite, got nan"),
        ((rosenbrock, ["a", "b"]), {}, "x0 must be an array of real numbers, got text"),
        ((rosenbrock, [1j, 2]), {}, "x0 must be an array of real numbers, got complex numbers"),
        ((rosenbrock, []), {}, "x0 must have at least one entry"),
        ((lambda x: x, X0), {}, r"fun must return one number, got an array of shape \(2,\)"),
        ((rosenbrock, X0), {"gradient": np.ones(2)}, "gradient must be a function, got ndarray"),
        ((rosenbrock, X0), {"gradient": lambda x: np.ones(3)}, "gradient must return 2 numbers, got 3"),
        ((rosenbrock, X0), {"hessian": 3}, "hessian must be a function, Differences.* got int"),
        ((rosenbrock, X0), {"hessian": BFGS}, "hessian must be a function, .* got BFGS"),
        ((rosenbrock, X0), {"hessian": lambda x: np.eye(3)}, r"hessian must return shape \(2, 2\), got \(3, 3\)"),
        ((rosenbrock, X0), {"constraints": disc}, "constraint_bounds is missing"),
        ((rosenbrock, X0), {"constraint_bounds": (0, 1)}, "constraint_bounds is given without constraints"),
        ((rosenbrock, X0), {"jacobian": disc_jacobian}, "jacobian is given without constraints"),
        ((rosenbrock, X0), {"constraints": DISC, "constraint_bounds": (0, 1)}, "beside Constraint blocks"),
        ((rosenbrock, X0), {"constraints": [disc]}, r"constraints\[0\] must be Constraint\(fun, lower, upper, ...\)"),
        (
            (rosenbrock, X0),
            {"constraints": {"type": "eq"}},
            "constraints must be a function or Constraint blocks, got dict",
        ),
        ((rosenbrock, X0), {**LOOSE, "constraint_bounds": 1.0}, r"constraint_bounds must be a pair .* got float"),
        (
            (rosenbrock, X0),
            {**LOOSE, "constraint_bounds": (0, [1, 2])},
            r"upper side of bounds of constraint .* \(1,\)",
        ),
        (
            (rosenbrock, X0),
            {"constraints": lambda x: [1, 2, 3], "constraint_bounds": (0, 9), "jacobian": lambda x: np.ones((2, 3))},
            "it looks transposed",
        ),
        ((rosenbrock, X0), {"bounds": [(0, 1)] * 3}, "bounds must be a pair"),
        ((rosenbrock, X0), {"bounds": Bounds.free(3)}, "bounds must have 2 entries, got 3"),
        ((rosenbrock, X0), {"bounds": ([0, np.nan], None)}, r"bounds: lower\[1\] is NaN"),
        ((rosenbrock, X0), {"variable_names": ["a"]}, "variable_names must have 2 entries, got 1"),
    ],
)
def test_mistakes_are_one_sentence(arguments, changes, message):
    with pytest.raises(ProblemError, match=message) as caught:
        minimize(*arguments, **changes)
    assert "\n" not in str(caught.value)


def test_unknown_setting():
    with pytest.raises(OptionError, match=r"no setting 'maxiter'; known: .*tolerance"):
        minimize(rosenbrock, X0, maxiter=5)
