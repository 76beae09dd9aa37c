"""Which function, row and variables are to blame for a value that is not finite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from sqp.arrays import Vector
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import listed
from sqp.errors import EvaluationError
from sqp.evaluation.values import FailedEvaluation
from sqp.model.problem import HasOperations, Problem, UndefinedOperation, constraint_name, provides, variable_name

#: Functions whose failing entry is a constraint row.
_BY_ROW = ("constraints", "jacobian")


def not_finite(problem: Problem, failure: FailedEvaluation) -> Finding:
    """The function, the row, the variables, and if the problem knows its operations, the first one that failed."""
    names = [variable_name(problem, j) for j in range(problem.variable_bounds.size)]
    operation = None
    if provides(problem, HasOperations):
        operation = problem.undefined_operation(failure.function, failure.x, failure.index)
    involved = _involved(problem, failure) if operation is None else operation.variables
    row = _row(problem, failure)
    values = listed(f"{names[j]} = {failure.x[j]:.6g}" for j in involved)
    sentence = f"{failure.message}, at a point with {values}." if involved else f"{failure.message}."
    if operation is not None:
        sentence += f" The first operation without a finite value is {_written(operation, names)}."
    where = (row or failure.function, *(names[j] for j in involved))
    advice = _advice(problem, operation, [names[j] for j in involved], names)
    return Finding(Trouble.NOT_FINITE, where, float("nan"), sentence, advice)


def _row(problem: Problem, failure: FailedEvaluation) -> str:
    if failure.function in _BY_ROW and failure.index is not None:
        return constraint_name(problem, failure.index)
    return ""


def _written(operation: UndefinedOperation, names: Sequence[str]) -> str:
    values = [f"{operation.named(text, names)} = {value:.6g}" for text, value in operation.operands]
    return operation.text(names) + (f", where {listed(values)}" if values else "")


def _advice(
    problem: Problem, operation: UndefinedOperation | None, involved: Sequence[str], names: Sequence[str]
) -> str:
    if operation is not None and operation.operands:
        text = operation.named(operation.operands[-1][0], names)
        if len(operation.variables) == 1:
            (only,) = operation.variables
            low = float(problem.variable_bounds.lower[only])
            return f"Give {names[only]} bounds inside the domain (its lower bound is {low:g} now), or start inside it."
        return (
            f"Keep {text} inside the domain by bounds on {listed(involved)}: constraints may be violated on the way, "
            f"bounds never are; or make {text} a variable with bounds of its own."
        )
    if involved:
        return f"Give {listed(involved)} bounds that keep the function finite, or start where it is."
    return "Give the variables bounds that keep the function finite, or start where it is."


def _involved(problem: Problem, failure: FailedEvaluation) -> tuple[int, ...]:
    """Variables on which the entry depends, from the derivatives: those without a finite derivative first."""
    try:
        slope = _slope(problem, failure)
    except (EvaluationError, ArithmeticError, ValueError):
        return ()
    wild, part = np.flatnonzero(~np.isfinite(slope)), np.flatnonzero(np.isfinite(slope) & (slope != 0.0))
    return tuple(wild.tolist() if wild.size else part.tolist())


def _slope(problem: Problem, failure: FailedEvaluation) -> Vector:
    with np.errstate(all="ignore"):
        if failure.function in _BY_ROW and failure.index is not None:
            jac = sparse.csr_array(problem.jacobian(failure.x))
            return np.asarray(jac[[failure.index]].toarray(), dtype=np.float64).ravel()
        return np.asarray(problem.gradient(failure.x), dtype=np.float64).ravel()
