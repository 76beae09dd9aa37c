"""Supplied derivatives that differ from their functions, by function, row and variable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sqp.arrays import Vector
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local
from sqp.diagnosis.probes import Mismatch, Probe
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.problem import HasHessian, HasOperations, provides


def wrong_derivatives(at: Local, effort: Effort) -> Iterator[Finding | str]:
    """Gradient and Jacobian against the functions; if they are right, the Hessian against them.

    Nothing is checked of a problem that knows its operations, whose derivatives are exact.
    """
    if provides(at.problem, HasOperations) or not at.x.size:
        return
    evaluator = Evaluator(at.problem)

    def functions(x: Vector) -> Vector:
        values = evaluator.values(x)
        return np.append(values.f, values.c)

    def first(v: Vector) -> Vector:
        return np.append(at.grad @ v, at.jac @ v)

    probe = Probe(functions, first, at.x, at.box, effort.evaluations)
    wrong = list(probe.mismatches())
    for entry in _worst_first(wrong):
        function, row = ("gradient", "objective") if entry.row == 0 else ("jacobian", at.row(entry.row - 1))
        yield _finding(function, row, at.variable(entry.column), entry)
    if probe.left < 2:
        yield f"derivatives beyond {effort.evaluations} evaluations (Effort.evaluations)"
    if not wrong and provides(at.problem, HasHessian):
        yield from _second(at, evaluator, effort)


def _second(at: Local, evaluator: Evaluator, effort: Effort) -> Iterator[Finding | str]:
    try:
        hess = evaluator.hessian(at.x, at.y)
    except EvaluationError as error:
        yield f"the Hessian: {error}"
        return

    def slope(x: Vector) -> Vector:
        here = evaluator.linearization(evaluator.values(x))
        return here.grad + here.jac.T @ at.y

    probe = Probe(slope, lambda v: hess @ v, at.x, at.box, effort.evaluations)
    for entry in _worst_first(list(probe.mismatches())):
        yield _finding("lagrangian_hessian", at.variable(entry.row), at.variable(entry.column), entry)


def _worst_first(entries: list[Mismatch]) -> list[Mismatch]:
    return sorted(entries, key=lambda e: -abs(e.supplied - e.measured))


def _finding(function: str, row: str, variable: str, entry: Mismatch) -> Finding:
    what = {
        "gradient": f"gradient: the derivative of the objective with respect to {variable}",
        "jacobian": f"jacobian: the derivative of {row} with respect to {variable}",
        "lagrangian_hessian": f"lagrangian_hessian: the entry of {row} and {variable}",
    }[function]
    sentence = f"{what} is supplied as {entry.supplied:.8g}, but differences of the function give {entry.measured:.8g}."
    advice = f"Correct this entry, or leave {function} out to have it by differences."
    if np.isclose(entry.supplied, -entry.measured, rtol=1e-3):
        advice = f"Its sign seems to be wrong. {advice}"
    return Finding(Trouble.WRONG_DERIVATIVE, (row, variable), abs(entry.supplied - entry.measured), sentence, advice)
