"""The only caller of user functions: checks shapes and finiteness, counts and times."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite
from typing import Any, TypeVar, final

import numpy as np

from sqp.arrays import Matrix, Vector, all_finite, is_sparse
from sqp.errors import CheckpointError, EvaluationError, ProblemError
from sqp.evaluation.answers import Answers
from sqp.evaluation.ledger import Ledger
from sqp.evaluation.recording import same_answer
from sqp.evaluation.values import FailedEvaluation, Linearization, Values
from sqp.model.differences import evaluations_here
from sqp.model.problem import (
    HasHessian,
    HasHessianProduct,
    HasResiduals,
    Problem,
    constraint_name,
    provides,
    variable_name,
)
from sqp.model.scaling import ScaledProblem

T = TypeVar("T")

#: What only a mistake in the program raises: hiding it as a failure of the point would help nobody.
_MISTAKES = (
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    SyntaxError,
    TypeError,
)


@final
class Evaluator:
    """Asks a problem for values and derivatives on behalf of one solve.

    Parameters
    ----------
    problem : Problem
    known : Linearization, optional
        What has been evaluated before, which is not evaluated again.
    ledger : Ledger, optional
        Limits, and the recording of the answers, if there is one; shared by the evaluators of a solve.

    Raises
    ------
    EvaluationError
        By every question whose answer is not finite or whose function raised anything but what only mistakes in a
        program raise; it names the function and the first bad row or variable.  Also if an answer has the wrong type,
        shape or sparsity pattern although the function has answered rightly before.
    ProblemError
        If the first answer has the wrong type or shape.
    Spent
        If a limit is reached; nothing has been evaluated then.

    Attributes
    ----------
    calls : dict of str to int
        Evaluations by function name.
    failures : int
        Evaluations that failed.
    first_failure : FailedEvaluation or None
        The first of them.
    """

    def __init__(self, problem: Problem, known: Linearization | None = None, ledger: Ledger | None = None) -> None:
        self.problem = problem
        self._ledger = Ledger() if ledger is None else ledger
        self._known = known
        self.n = problem.variable_bounds.size
        self.m = problem.constraint_bounds.size
        self._answers = _checked(problem, None if known is None else known.jac)
        self.calls: dict[str, int] = dict.fromkeys(
            ("objective", "constraints", "gradient", "jacobian", "hessian", "hessian_product"), 0
        )
        self.failures = 0
        self.first_failure: FailedEvaluation | None = None
        self._at = np.zeros(0)
        self._seconds = dict.fromkeys(self.calls, 0.0)

    @property
    def function_seconds(self) -> float:
        """Time spent in the objective and the constraints."""
        return self._seconds["objective"] + self._seconds["constraints"]

    @property
    def derivative_seconds(self) -> float:
        """Time spent in derivatives."""
        return sum(self._seconds.values()) - self.function_seconds

    def values(self, x: Vector) -> Values:
        """Objective and constraints at ``x``."""
        if self._known is not None and np.array_equal(x, self._known.values.x):
            return self._known.values
        f = self._ask("objective", self._answers.objective, x)
        if not isfinite(f):
            raise self._bad("objective", f"is {f}")
        return Values(x, f, self.constraints(x))

    def constraints(self, x: Vector) -> Vector:
        """Constraint values at ``x``, (m,)."""
        if not self.m:
            return np.zeros(0)
        c = self._ask("constraints", self._answers.constraints, x)
        if not all_finite(c):
            row = int(np.flatnonzero(~np.isfinite(c))[0])
            raise self._bad("constraints", f"{constraint_name(self.problem, row)} is {c[row]}", row)
        return c

    def linearization(self, values: Values) -> Linearization:
        """Gradient and Jacobian at the point of ``values``."""
        if self._known is not None and values is self._known.values:
            return self._known
        grad = self._ask("gradient", self._answers.gradient, values.x)
        if not all_finite(grad):
            i = int(np.flatnonzero(~np.isfinite(grad))[0])
            raise self._bad("gradient", f"with respect to {variable_name(self.problem, i)} is {grad[i]}", i)
        return Linearization(values, grad, self.jacobian(values.x))

    def jacobian(self, x: Vector) -> Matrix:
        """Jacobian of the constraints at ``x``, (m, n)."""
        jac = self._ask("jacobian", self._answers.jacobian, x)
        self._check_matrix("jacobian", jac)
        return jac

    def hessian(self, x: Vector, y: Vector, sigma: float = 1.0) -> Matrix:
        """Hessian of sigma f + y'c at ``x``, (n, n)."""
        problem = self._answers
        if not provides(problem, HasHessian):
            raise ProblemError("the problem has no lagrangian_hessian: choose a quasi-Newton Hessian model")
        hess = self._ask("hessian", problem.lagrangian_hessian, x, y, sigma)
        self._check_matrix("hessian", hess)
        return hess

    def residual_jacobian(self, x: Vector) -> Matrix:
        """Jacobian of the residuals at ``x``, (k, n); counted as a Hessian, which it serves for."""
        problem = self._answers
        if not provides(problem, HasResiduals):
            raise ProblemError("the problem has no residuals")
        jac = self._ask("hessian", problem.residual_jacobian, x)
        if not all_finite(jac.data if is_sparse(jac) else np.asarray(jac)):
            raise self._bad("residual_jacobian", "is not finite")
        return jac

    def hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector) -> Vector:
        """Hessian of sigma f + y'c at ``x`` times ``v``, (n,)."""
        problem = self._answers
        if not provides(problem, HasHessianProduct):
            raise ProblemError("the problem has no lagrangian_hessian_product")
        product = self._ask("hessian_product", problem.lagrangian_hessian_product, x, y, sigma, v)
        if not all_finite(product):
            raise self._bad("hessian_product", "is not finite")
        return product

    def _ask(self, function: str, call: Callable[..., T], x: Vector, *rest: Vector | float) -> T:
        self._at = x
        self._ledger.admit(function)
        self.calls[function] += 1
        start = time.perf_counter()
        try:
            answer = self._answer(function, call, (x, *rest))
        finally:
            self._seconds[function] += time.perf_counter() - start
        if isinstance(answer, EvaluationError):
            raise self._failed(answer)
        self._ledger.answered.add(function)
        return answer

    def _answer(self, function: str, call: Callable[..., T], arguments: tuple[Any, ...]) -> T | EvaluationError:
        """From the recording, as long as it knows; else from the problem, and into the recording."""
        ledger = self._ledger
        recording = ledger.recording
        known = None if recording is None else recording.next(function, arguments)
        if recording is not None and known is not None:
            answer, differences = known
            ledger.differences += differences
            if recording.wants_proof(function, answer):
                asked = self._outcome(function, call, arguments)
                if not same_answer(asked, answer):
                    raise CheckpointError(f"the {function} of this problem is another than that of the checkpoint")
            return answer
        before = evaluations_here()
        answer = self._outcome(function, call, arguments)
        differences = evaluations_here() - before
        ledger.differences += differences
        if recording is not None:
            recording.append(function, arguments, answer, differences)
        return answer

    def _outcome(self, function: str, call: Callable[..., T], arguments: tuple[Any, ...]) -> T | EvaluationError:
        """The answer of the problem, or why there is none."""
        try:
            return call(*arguments)
        except EvaluationError as error:
            error.function = error.function or function
            return error
        except ProblemError as error:
            if function not in self._ledger.answered:
                raise
            return _failure(function, str(error), error)
        except _MISTAKES:
            raise
        except Exception as error:  # noqa: BLE001 - a simulation may raise anything
            return _failure(function, f"{function} raised {type(error).__name__}: {error}", error)

    def _bad(self, function: str, what: str, index: int | None = None) -> EvaluationError:
        return self._failed(EvaluationError(f"{function}: {what}", function=function, index=index))

    def _failed(self, error: EvaluationError) -> EvaluationError:
        self.failures += 1
        if self.first_failure is None:
            x = self._at * self.problem.scales.variables if isinstance(self.problem, ScaledProblem) else self._at
            self.first_failure = FailedEvaluation(x.copy(), error.function, error.index, str(error))
        return error

    def _check_matrix(self, function: str, matrix: Matrix) -> None:
        values: Any = matrix.data if is_sparse(matrix) else matrix
        if all_finite(values):
            return
        bad = int(np.flatnonzero(~np.isfinite(np.asarray(values)).ravel())[0])
        if is_sparse(matrix):
            row = int(matrix.indices[bad])
            column = int(np.searchsorted(matrix.indptr, bad, side="right") - 1)
        else:
            row, column = divmod(bad, matrix.shape[1])
        name = constraint_name(self.problem, row) if function == "jacobian" else variable_name(self.problem, row)
        where = f"of {name} with respect to {variable_name(self.problem, column)}"
        raise self._bad(function, f"{where} is not finite", row)


def _failure(function: str, message: str, cause: Exception) -> EvaluationError:
    failure = EvaluationError(message, function=function)
    failure.__cause__ = cause
    return failure


def _checked(problem: Problem, jac: Matrix | None) -> Problem:
    """The problem with answers checked where the user gives them: underneath a change of units."""
    if not isinstance(problem, ScaledProblem):
        return Answers(problem, jac)
    scales = problem.scales
    return ScaledProblem(Answers(problem.problem, jac), scales.objective, scales.constraints, scales.variables)
