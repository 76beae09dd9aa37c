"""Answers of a user's own problem: what is converted, and what is called a mistake."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from sqp.arrays import is_sparse
from sqp.bounds import Bounds
from sqp.errors import EvaluationError, ProblemError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.scaling import ScaledProblem

X, Y = np.array([1.0, 2.0]), np.array([3.0, -1.0])
ENTRIES = [[1.0, 0.0], [2.0, 4.0]]
FULL = np.array(ENTRIES)


class Own:
    """Two variables, two rows; each function gives its next answer, the last one for ever."""

    variable_bounds = constraint_bounds = Bounds.free(2)

    def __init__(self, **answers: Any) -> None:
        good = {"objective": 1.0, "gradient": np.ones(2), "constraints": np.ones(2), "jacobian": FULL, "hessian": FULL}
        self.answers = {
            name: given if isinstance(given, tuple) else (given,) for name, given in (good | answers).items()
        }

    def _next(self, name: str, x: Any) -> Any:
        x[:] = np.nan
        first, *others = self.answers[name]
        self.answers[name] = tuple(others) or (first,)
        return first

    def objective(self, x: Any) -> Any:
        return self._next("objective", x)

    def gradient(self, x: Any) -> Any:
        return self._next("gradient", x)

    def constraints(self, x: Any) -> Any:
        return self._next("constraints", x)

    def jacobian(self, x: Any) -> Any:
        return self._next("jacobian", x)

    def lagrangian_hessian(self, x: Any, y: Any, sigma: float) -> Any:
        y[:] = np.nan
        return self._next("hessian", x)


def scaled(own: Own) -> Any:
    return ScaledProblem(own, 0.5, np.ones(2), np.ones(2))


def ask_everything(evaluator: Evaluator) -> None:
    evaluator.linearization(evaluator.values(X))
    evaluator.hessian(X, Y)


FRAMES = pytest.mark.parametrize("frame", [lambda own: own, scaled], ids=["plain", "scaled"])
KINDS = [list, np.array, np.matrix, lambda a: np.array(a, dtype=int)]
SPARSE_KINDS = [sparse.csr_array, sparse.coo_array, sparse.csc_matrix, sparse.lil_matrix, sparse.csc_array]


@FRAMES
@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("kind", KINDS + SPARSE_KINDS)
@pytest.mark.parametrize("other", [np.array, sparse.csc_array, list, sparse.csr_matrix])
def test_matrices_of_any_kind_become_the_kind_of_the_jacobian(frame: Any, kind: Any, other: Any) -> None:
    evaluator = Evaluator(frame(Own(jacobian=kind(ENTRIES), hessian=other(ENTRIES))))
    for _ in range(2):
        jac, hess = evaluator.jacobian(X), evaluator.hessian(X, Y)
        assert is_sparse(jac) == is_sparse(hess) == (kind in SPARSE_KINDS)
        assert type(jac) in {np.ndarray, sparse.csc_array}
        assert jac.dtype == hess.dtype == np.float64
        for matrix in (jac, hess):
            np.testing.assert_array_equal(matrix.toarray() if is_sparse(matrix) else matrix, ENTRIES)


def test_what_has_the_right_form_is_not_copied() -> None:
    dense, columns = FULL.copy(), sparse.csc_array(FULL)
    assert Evaluator(Own(jacobian=dense)).jacobian(X) is dense
    evaluator = Evaluator(Own(jacobian=columns))
    evaluator.jacobian(X)
    assert evaluator.jacobian(X) is columns


@FRAMES
def test_a_pattern_that_changes_is_a_failed_evaluation(frame: Any) -> None:
    evaluator = Evaluator(frame(Own(jacobian=(sparse.csc_array(ENTRIES), sparse.csc_array(np.eye(2))))))
    evaluator.jacobian(X)
    with pytest.raises(EvaluationError, match=r"jacobian changed its sparsity pattern \(3 .* 2 now\).*explicit zeros"):
        evaluator.jacobian(X)


def test_entries_in_another_order_are_the_same_pattern() -> None:
    ordered = sparse.csc_array(ENTRIES)
    swapped = sparse.csc_array(([2.0, 1.0, 4.0], [1, 0, 1], [0, 2, 3]), shape=(2, 2))
    evaluator = Evaluator(Own(jacobian=(ordered, swapped)))
    evaluator.jacobian(X)
    jac = evaluator.jacobian(X)
    assert is_sparse(jac)
    np.testing.assert_array_equal(jac.indices, ordered.indices)


@FRAMES
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"objective": None}, "objective returned None, expected one number"),
        ({"objective": np.ones(3)}, r"objective returned shape \(3,\), expected one number"),
        ({"objective": "low"}, "objective must return numbers, got str"),
        ({"gradient": None}, r"gradient returned None, expected an array of shape \(2,\)"),
        ({"gradient": np.ones(3)}, r"gradient returned shape \(3,\), expected \(2,\)"),
        ({"constraints": None}, r"constraints returned None, expected an array of shape \(2,\)"),
        ({"jacobian": None}, r"jacobian returned None, expected an array of shape \(2, 2\)"),
        ({"jacobian": sparse.csr_array((1, 2))}, r"jacobian returned shape \(1, 2\), expected \(2, 2\)"),
        ({"jacobian": sparse.csc_array(FULL * 1j)}, "jacobian returned entries of type complex128"),
        ({"hessian": np.ones((3, 3))}, r"lagrangian_hessian returned shape \(3, 3\), expected \(2, 2\)"),
    ],
)
def test_mistakes_name_function_expectation_and_finding(frame: Any, answers: dict[str, Any], sentence: str) -> None:
    evaluator = Evaluator(frame(Own(**answers)))
    with pytest.raises(ProblemError, match=sentence):
        ask_everything(evaluator)


def test_functions_cannot_write_into_the_arrays_of_the_solver() -> None:
    evaluator = Evaluator(Own())
    x, y = X.copy(), Y.copy()
    evaluator.linearization(evaluator.values(x))
    evaluator.hessian(x, y)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, Y)
