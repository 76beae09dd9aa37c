"""From a returned point to an explanation: every examination in turn, the most important findings first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sqp.arrays import Vector
from sqp.diagnosis.conflicts import conflicts
from sqp.diagnosis.curvature import curvature
from sqp.diagnosis.degeneracy import no_multipliers, weakly_active
from sqp.diagnosis.dependence import dependent_constraints
from sqp.diagnosis.derivatives import wrong_derivatives
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Explanation, Finding, Trouble
from sqp.diagnosis.finite import not_finite
from sqp.diagnosis.local import Local, local_problem
from sqp.diagnosis.scaling import bad_scaling
from sqp.diagnosis.unbounded import unboundedness
from sqp.diagnosis.violations import violations
from sqp.errors import EvaluationError
from sqp.evaluation.values import FailedEvaluation
from sqp.model.problem import Problem

#: An examination: what it is called, and what it finds; a string says what it left out.
_Examination: TypeAlias = tuple[str, Callable[[], Iterator[Finding | str]]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Ending:
    """How a solve ended, as far as a diagnosis needs to know.

    Attributes
    ----------
    message : str
        What the user was told.
    solved, fritz_john, unbounded : bool
        Whether the point is a KKT point, a Fritz John point, on a ray.
    x, y, z : (n,), (m,), (n,)
    ray : (n,) or None
    failure : FailedEvaluation or None
        The first evaluation that failed.
    """

    message: str
    solved: bool
    fritz_john: bool
    unbounded: bool
    x: Vector
    y: Vector
    z: Vector
    ray: Vector | None = None
    failure: FailedEvaluation | None = None


def explain(problem: Problem | None, ending: Ending, effort: Effort) -> Explanation:
    """What is wrong with the problem at the returned point.

    Examples
    --------
    >>> import numpy as np
    >>> from sqp.model.nlp import NLP
    >>> problem = NLP(lambda x: x[0], [2.0], gradient=lambda x: [3.0])
    >>> ending = Ending(
    ...     message="Stalled.", solved=False, fritz_john=False, unbounded=False,
    ...     x=np.array([2.0]), y=np.zeros(0), z=np.zeros(1),
    ... )
    >>> explain(problem, ending, Effort()).names(Trouble.WRONG_DERIVATIVE)
    ('objective', 'x[0]')
    """
    if problem is None:
        return Explanation(ending.message, (), ("anything: the result has lost its problem, which cannot be pickled",))
    begin = time.perf_counter()
    findings: list[Finding] = []
    omitted: list[str] = []
    failure = ending.failure
    try:
        at = local_problem(problem, ending.x, ending.y, ending.z)
    except EvaluationError as error:
        failure = failure or FailedEvaluation(ending.x, error.function, error.index, str(error))
        omitted.append("everything that needs values at the returned point, where the functions are not finite")
        examinations: list[_Examination] = []
    else:
        examinations = _examinations(at, ending, effort)
    for name, examine in examinations:
        if time.perf_counter() - begin > effort.seconds:
            omitted.append(f"{name}: {effort.seconds:g} seconds had passed (Effort.seconds)")
            continue
        for found in examine():
            if isinstance(found, Finding):
                findings.append(found)
            else:
                omitted.append(found)
    if failure is not None:
        findings.append(not_finite(problem, failure))
    findings = _without_consequences(findings)
    order = _order(ending, at_fault=not examinations)
    findings.sort(key=lambda finding: order.index(finding.trouble))
    return Explanation(_summary(ending, findings), tuple(findings), tuple(omitted))


def _examinations(at: Local, ending: Ending, effort: Effort) -> list[_Examination]:
    chosen: list[_Examination] = [
        ("violations", lambda: violations(at)),
        ("scaling", lambda: bad_scaling(at, unbounded=ending.unbounded)),
        ("supplied derivatives", lambda: wrong_derivatives(at, effort)),
    ]
    if not at.is_feasible:
        chosen.append(("conflicts", lambda: conflicts(at, effort)))
    if ending.unbounded:
        chosen.append(("unboundedness", lambda: unboundedness(at, ending.ray)))
    if ending.fritz_john:
        chosen.append(("multipliers", lambda: no_multipliers(at)))
    if ending.solved:
        chosen.append(("strict complementarity", lambda: weakly_active(at)))
        chosen.append(("curvature", lambda: curvature(at, effort)))
    chosen.append(("dependent constraints", lambda: dependent_constraints(at, effort)))
    return chosen


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """Constraints that conflict are dependent, which need not be said again."""
    conflicting = {name for f in findings if f.trouble is Trouble.CONFLICT for name in f.names}
    return [
        f for f in findings if f.trouble is not Trouble.DEPENDENT_CONSTRAINTS or not conflicting.issuperset(f.names)
    ]


def _order(ending: Ending, *, at_fault: bool) -> list[Trouble]:
    """A failed evaluation comes first if it ended the solve, else last."""
    order = list(Trouble)
    if not at_fault:
        order.remove(Trouble.NOT_FINITE)
        order.insert(len(order) if ending.solved else order.index(Trouble.SADDLE_POINT), Trouble.NOT_FINITE)
    return order


def _summary(ending: Ending, findings: list[Finding]) -> str:
    if not findings:
        return f"{ending.message} Nothing else was found."
    count = "one thing" if len(findings) == 1 else f"{len(findings)} things"
    return f"{ending.message} {count.capitalize()} to know, the most important first:"
