"""What a point is for the complementarity conditions of its problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind
from sqp.arrays import Vector, norm_inf
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.model.pairs import HasPairs
from sqp.model.problem import Problem, provides

_LISTED = 5
#: Multipliers up to this size, relative to the largest, count as zero.
_ZERO = 1e-6


def with_stationarity(problem: Problem, result: Result) -> Result:
    """The result with a note on its kind of stationarity, if the problem has complementarity conditions.

    At a pair of which both sides are zero the kind is told by the signs of their multipliers: both right (strong),
    one of them zero (M), both wrong (C).

    References
    ----------
    H. Scheel, S. Scholtes (2000), Mathematical programs with complementarity constraints: stationarity, optimality, and
        sensitivity, Math. Oper. Res. 25, 1-22: Section 2.2.
    """
    if not provides(problem, HasPairs) or result.point is PointKind.UNKNOWN:
        return result
    evaluator, pairs = Evaluator(problem), problem.pairs
    try:
        c = evaluator.constraints(result.x)
    except EvaluationError:
        return result
    both = pairs.biactive(c, result.x)
    of_a, of_b = pairs.multipliers(c, result.x, result.y, result.z)
    kind = _kind(of_a[both], of_b[both]) if result.success else ""
    counts = replace(result.counts, constraints=result.counts.constraints + 1)
    names = [pairs.names[int(i)] for i in both]
    return replace(result, counts=counts, notes=(*result.notes, _sentence(result, kind, names)))


def _kind(a: Vector, b: Vector) -> str:
    """The kind of stationarity, from the multipliers of biactive pairs; the right sign is not positive."""
    slack = _ZERO * max(1.0, norm_inf(a), norm_inf(b))
    if (np.maximum(a, b) <= slack).all():
        return "strongly stationary"
    small = np.minimum(np.abs(a), np.abs(b)) <= slack
    if (small | (np.maximum(a, b) <= slack)).all():
        return "M-stationary, not strongly stationary"
    if (small | (a * b >= 0.0)).all():
        return "C-stationary, not strongly stationary"
    return "weakly stationary, not strongly stationary"


def _sentence(result: Result, kind: str, names: list[str]) -> str:
    shown = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
    where = f"both sides are zero at {shown}" if names else "no pair has both sides at zero"
    if kind:
        return f"complementarity: {kind}, {where}"
    if result.point in (PointKind.FRITZ_JOHN, PointKind.FEASIBLE) and names:
        return (
            f"complementarity: not strongly stationary, as no multipliers were found and {where}; "
            "the point may be stationary in a weaker sense (B, M or C)"
        )
    return f"complementarity: not stationary, {where}"
