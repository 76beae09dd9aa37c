"""CVXPY's stateful oracles made pure, and derivatives against differences."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportOptionalSubscript=false, reportOperatorIssue=false, reportMissingImports=false

import cvxpy as cp
import numpy as np
import pytest
from cvxpy.reductions.solvers import nlp_solving_chain
from cvxpy.reductions.solvers.nlp_solvers.nlp_solver import Oracles

import sqp
from sqp.adapters.cvxpy.coordinates import Coordinates
from sqp.adapters.cvxpy.problem import CvxpyProblem


@pytest.fixture
def stated():
    sqp.cvxpy.register()
    x = cp.Variable(3, name="x")
    x.value = [1.0, 2.0, 0.5]
    p = cp.Parameter(nonneg=True, value=2.0)
    f = cp.exp(x[0] * x[1]) + p * cp.nlp.sin(x[2]) + cp.sum(cp.power(x, 4))
    problem = cp.Problem(cp.Minimize(f), [x[0] * x[1] * x[2] == 1, cp.sum(x) <= 9, cp.log(x[0]) >= -1])
    chain, _ = nlp_solving_chain._build_nlp_chain(problem, "SQP", {})
    return p, chain.apply(problem)[0]["_bounds"]


def test_the_oracles_of_cvxpy_answer_for_another_point(stated):
    """The reason for the engine; if this fails, CVXPY has made its oracles pure."""
    oracles = Oracles(stated[1].new_problem, verbose=False, use_hessian=True)
    a = stated[1].x0
    y = np.ones(stated[1].cl.size)

    def hessian(x, *, thoroughly):
        oracles.objective(x)
        oracles.constraints(x)
        if thoroughly:
            oracles.gradient(x)
            oracles.jacobian(x)
        return np.copy(oracles.hessian(x, y, 1.0))

    right = hessian(a, thoroughly=True)
    elsewhere = hessian(a + 0.3, thoroughly=True)
    assert not np.allclose(right, elsewhere)
    assert not np.allclose(hessian(a, thoroughly=False), right)
    gradient = np.copy(oracles.gradient(a))
    np.testing.assert_array_equal(oracles.gradient(a + 1), gradient)


def test_every_question_stands_alone(stated):
    problem = CvxpyProblem(stated[1])
    y = np.arange(1.0, 1 + stated[1].cl.size)
    a, b = problem.start, problem.start + 0.2
    questions = [
        problem.objective,
        problem.gradient,
        problem.constraints,
        problem.jacobian,
        lambda x: problem.lagrangian_hessian(x, y, 0.7),
    ]
    fresh = [[question(x) for question in questions] for x in (a, b)]
    rng = np.random.default_rng(0)
    for _ in range(40):
        which, at = rng.integers(len(questions)), rng.integers(2)
        np.testing.assert_array_equal(questions[which]((a, b)[at]), fresh[at][which])


def test_derivatives_agree_with_differences(stated):
    problem = CvxpyProblem(stated[1])
    report = sqp.check_derivatives(problem, problem.start + 0.1)
    assert report.ok, str(report)


def test_problems_with_other_parameter_values_do_not_disturb_each_other(stated):
    p, bounds = stated
    first = CvxpyProblem(bounds)
    x = first.start
    value = first.objective(x)
    p.value = 5.0
    second = first.revalued(bounds)
    difference = 3.0 * np.sin(x[2])
    for _ in range(2):
        assert second.objective(x) - first.objective(x) == pytest.approx(difference)
        assert first.objective(x) == value


def test_the_hessian_is_built_only_when_it_is_asked_for(stated):
    problem = CvxpyProblem(stated[1])
    result = sqp.solve(problem, hessian="bfgs")
    assert result.success
    assert not problem._engine._oracles.use_hessian
    assert sqp.solve(problem).x == pytest.approx(result.x, abs=1e-5)


def test_linear_rows_and_names(stated):
    problem = CvxpyProblem(stated[1])
    assert problem.linear_constraints.tolist().count(False) == 2  # the product and the logarithm
    J = [problem.jacobian(problem.start + t) for t in (0.0, 0.3)]
    linear = problem.linear_constraints
    np.testing.assert_array_equal(J[0][linear], J[1][linear])
    assert problem.variable_names[:3] == ("x[0]", "x[1]", "x[2]")
    assert len(problem.variable_names) == problem.start.size
    assert len(problem.constraint_names) == problem.constraint_bounds.size


def test_values_at_the_same_position_are_added():
    coordinates = Coordinates([1, 1, 0], [0, 0, 2], (2, 3))
    expected = [[0.0, 0.0, 4.0], [3.0, 0.0, 0.0]]
    np.testing.assert_array_equal(coordinates.matrix(np.array([1.0, 2.0, 4.0]), dense=True), expected)
    np.testing.assert_array_equal(coordinates.matrix(np.array([1.0, 2.0, 4.0]), dense=False).toarray(), expected)


def test_no_rows():
    empty = Coordinates([], [], (0, 3)).matrix(np.zeros(0), dense=True)
    assert empty.shape == (0, 3)
