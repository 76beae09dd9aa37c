"""NLP: what user functions may return, what is refused, and that nobody writes into anybody's arrays."""

import pickle

import numpy as np
import pytest
from scipy import sparse

from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.nlp import NLP
from sqp.model.problem import HasHessian, HasHessianProduct, HasStart, Problem
from tests.derivatives import dense

X = np.array([3.0, 4.0, 5.0])


def objective(x):
    return x @ x


def stored(matrix):
    """Number of entries that a sparse matrix keeps."""
    assert isinstance(matrix, sparse.csc_array)
    return matrix.nnz


def gradient(x):
    return 2 * x


def constraints(x):
    return [x[0] * x[1], x[2]]


def jacobian(x):
    return [[x[1], x[0], 0], [0, 0, 1]]


def hessian(x, y, sigma):
    h = 2 * sigma * np.eye(3)
    h[0, 1] = h[1, 0] = y[0]
    return h


def make(**changes):
    arguments = {
        "gradient": gradient,
        "constraints": constraints,
        "jacobian": jacobian,
        "constraint_bounds": ([1.0, 2.0], None),
        "lagrangian_hessian": hessian,
    } | changes
    return NLP(arguments.pop("objective", objective), arguments.pop("start", [1, 2, 3]), **arguments)


def test_is_a_problem_with_the_capabilities_that_were_given():
    problem = make()
    assert isinstance(problem, Problem)
    assert isinstance(problem, HasHessian)
    assert isinstance(problem, HasStart)
    assert not isinstance(problem, HasHessianProduct)
    assert not isinstance(make(lagrangian_hessian=None), HasHessian)


def test_values():
    problem = make()
    y = np.array([7.0, 0.0])
    assert problem.objective(X) == 50.0
    np.testing.assert_array_equal(problem.gradient(X), [6, 8, 10])
    np.testing.assert_array_equal(problem.constraints(X), [12, 5])
    np.testing.assert_array_equal(problem.jacobian(X), [[4, 3, 0], [0, 0, 1]])
    np.testing.assert_array_equal(problem.lagrangian_hessian(X, y, 2.0), [[4, 7, 0], [7, 4, 0], [0, 0, 4]])
    np.testing.assert_array_equal(problem.constraint_bounds.upper, [np.inf, np.inf])


def test_no_constraints():
    problem = NLP(objective, [1.0], gradient=gradient)
    assert problem.constraints(X[:1]).shape == (0,)
    assert problem.jacobian(X[:1]).shape == (0, 1)


@pytest.mark.parametrize("kind", ["csc", "csr", "coo", "lil", "dok", "bsr", "dia"])
@pytest.mark.parametrize("container", ["array", "matrix"])
def test_any_sparse_kind_becomes_csc_of_one_pattern(kind, container):
    wrap = getattr(sparse, f"{kind}_{container}")
    problem = make(jacobian=lambda x: wrap(np.array(jacobian(x))), lagrangian_hessian=None)
    first, second = problem.jacobian(np.array([0.0, 1.0, 1.0])), problem.jacobian(X)
    assert isinstance(first, sparse.csc_array)
    assert isinstance(second, sparse.csc_array)
    np.testing.assert_array_equal(first.indices, second.indices)
    np.testing.assert_array_equal(second.toarray(), [[4, 3, 0], [0, 0, 1]])
    np.testing.assert_array_equal(first.toarray(), [[1, 0, 0], [0, 0, 1]])


def test_duplicate_entries_are_summed():
    entries = (np.array([0, 0, 1]), np.array([0, 0, 2]))
    problem = make(jacobian=lambda x: sparse.coo_array((np.array([1.0, x[0], 5.0]), entries), shape=(2, 3)))
    np.testing.assert_array_equal(dense(problem.jacobian(X)), [[4, 0, 0], [0, 0, 5]])


def test_pattern_is_merged_from_the_start_and_points_near_it():
    start = [0.0, 1.0, 1.0]  # here the derivative with respect to x[1] vanishes and is not stored
    problem = make(start=start, jacobian=lambda x: sparse.csc_array(np.array(jacobian(x))), lagrangian_hessian=None)
    assert stored(problem.jacobian(np.array(start))) == 3


def test_a_later_entry_outside_the_pattern_is_refused_by_position():
    def moody(x):
        return sparse.csc_array(np.array([[1.0, 0.0, x[2] > 100.0], [0.0, 1.0, 1.0]]))

    problem = make(jacobian=moody, lagrangian_hessian=None)
    problem.jacobian(X)
    with pytest.raises(ProblemError, match=r"jacobian: entry \(0, 2\) is not zero"):
        problem.jacobian(100 * X)


def test_given_sparsity_gathers_from_dense_values_and_refuses_the_rest():
    problem = make(jacobian_sparsity=[[1, 1, 0], [0, 0, 1]])
    assert stored(problem.jacobian(X)) == 3
    with pytest.raises(ProblemError, match=r"jacobian: entry \(0, 1\)"):
        make(jacobian_sparsity=[[1, 0, 0], [0, 0, 1]]).jacobian(X)


def test_all_matrices_are_of_one_kind():
    mixed = make(jacobian=lambda x: sparse.csr_array(np.array(jacobian(x))))
    assert isinstance(mixed.jacobian(X), sparse.csc_array)
    assert isinstance(mixed.lagrangian_hessian(X, np.ones(2), 1.0), sparse.csc_array)
    dense = make(jacobian=lambda x: sparse.csr_array(np.array(jacobian(x))), dense=True)
    assert isinstance(dense.jacobian(X), np.ndarray)


def test_vectors_for_one_row_and_scalars_for_one_number():
    problem = NLP(
        lambda x: np.array([[x[0] ** 2]]),
        3,
        gradient=lambda x: 2 * x[0],
        constraints=lambda x: x[0],
        jacobian=lambda x: 1,
        constraint_bounds=(0, 1),
    )
    assert problem.objective(np.array([2.0])) == 4.0
    np.testing.assert_array_equal(problem.jacobian(np.array([2.0])), [[1.0]])


def test_arrays_are_not_shared_either_way():
    kept = np.array([1.0, 2.0, 3.0])
    bounds = np.array([0.0, 0.0, 0.0])

    def rude(x):
        x[:] = -1.0
        return 0.0

    problem = make(objective=rude, gradient=lambda x: kept, variable_bounds=(bounds, None))
    x = X.copy()
    problem.objective(x)
    np.testing.assert_array_equal(x, X)
    problem.gradient(x)[:] = 99.0
    np.testing.assert_array_equal(kept, [1, 2, 3])
    bounds[:] = 50.0
    np.testing.assert_array_equal(problem.variable_bounds.lower, 0.0)


def test_a_returned_constant_matrix_is_not_shared():
    constant = sparse.csc_array(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]))
    problem = make(jacobian=lambda x: constant, lagrangian_hessian=None)
    returned = problem.jacobian(X)
    assert isinstance(returned, sparse.csc_array)
    returned.data[:] = 99.0
    np.testing.assert_array_equal(constant.data, [1, 1, 2])


def test_evaluation_at_construction_stays_inside_the_bounds():
    seen = []
    make(
        objective=lambda x: seen.append(x) or 0.0,
        start=[0.0, 0.0, 9.0],
        variable_bounds=Bounds([1.0, 1.0, 1.0], [2.0, 2.0, 2.0]),
        jacobian=lambda x: seen.append(x) or sparse.csc_array(np.array(jacobian(x))),
    )
    assert len(seen) > 2
    assert all(np.all((x >= 1.0) & (x <= 2.0)) for x in seen)


def square(x):
    return float(x @ x)


def test_survives_pickling():
    problem = pickle.loads(pickle.dumps(NLP(square, [1.0], gradient=gradient, lagrangian_hessian=_two)))
    assert problem.objective(np.array([3.0])) == 9.0
    assert isinstance(problem, HasHessian)


def _two(x, y, sigma):
    return [[2.0 * sigma]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"objective": 5}, "objective must be a function, got int"),
        ({"objective": lambda x: x}, r"objective must return one number, got an array of shape \(3,\)"),
        ({"objective": lambda x: None}, "objective returned None"),
        ({"objective": lambda x: 1j}, "objective must return real numbers"),
        ({"objective": lambda x: "low"}, "objective must return numbers, got str"),
        ({"gradient": lambda x: x[:2]}, "gradient must return 3 numbers, got 2"),
        ({"gradient": lambda x: np.ones((3, 3))}, r"gradient must return a vector, got an array of shape \(3, 3\)"),
        ({"gradient": lambda x: [1, [2, 3]]}, "gradient must return numbers, got list"),
        ({"jacobian": lambda x: np.ones((3, 2))}, r"shape \(2, 3\), got \(3, 2\); it looks transposed"),
        ({"jacobian": lambda x: np.ones((2, 2))}, r"jacobian must return shape \(2, 3\), got \(2, 2\)$"),
        ({"jacobian": lambda x: sparse.eye_array(3)}, r"jacobian must return shape \(2, 3\), got \(3, 3\)"),
        ({"jacobian": None}, "jacobian is missing"),
        ({"constraint_bounds": None}, "constraint_bounds is missing"),
        ({"constraints": None}, "jacobian is given without constraints"),
        ({"constraint_bounds": ([1.0] * 3, None)}, r"lower side of constraint_bounds .* \(2,\), got shape \(3,\)"),
        ({"constraint_bounds": Bounds.free(3)}, "constraint_bounds must have 2 entries, got 3"),
        ({"variable_bounds": (2.0, 1.0)}, "variable_bounds: entry 0 has lower 2 above upper 1"),
        ({"variable_bounds": 5}, r"variable_bounds must be a pair \(lower, upper\).*, got int"),
        ({"variable_bounds": [(0, 1)] * 3}, "variable_bounds must be a pair .* got 3 items"),
        ({"variable_bounds": ([None, 0, 0], None)}, "write -numpy.inf or numpy.inf"),
        ({"start": [[1.0, 2.0]]}, r"start must be one-dimensional, got shape \(1, 2\)"),
        ({"start": [1.0, np.nan, 2.0]}, r"start\[1\] must be finite, got nan"),
        ({"start": [1j, 0, 0]}, "start must be an array of real numbers, got complex numbers"),
        ({"lagrangian_hessian": lambda x, y, s: np.eye(2)}, r"lagrangian_hessian must return shape \(3, 3\)"),
        ({"lagrangian_hessian": lambda x, y, s: np.tri(3)}, "lagrangian_hessian must return both triangles"),
        ({"lagrangian_hessian_product": lambda x, y, s, v: v[:1]}, "lagrangian_hessian_product must return 3 numbers"),
        ({"variable_names": ["a", "b"]}, "variable_names must have 3 entries, got 2"),
        ({"variable_names": ["a", "b", "a"]}, "variable_names must all differ, got 'a' twice"),
        ({"variable_scale": [1.0, 0.0, 1.0]}, "variable_scale must be positive, got 0"),
        ({"hessian_sparsity": np.ones((2, 2))}, r"hessian_sparsity must have shape \(3, 3\), got \(2, 2\)"),
    ],
)
def test_mistakes_are_one_sentence(changes, message):
    with pytest.raises(ProblemError, match=message) as caught:
        make(**changes)
    assert "\n" not in str(caught.value)
