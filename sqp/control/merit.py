"""How far to go along a step over a horizon: an l1 merit function and halving.

merit = cost + cost of soft violations + penalty (|gaps|_1 + |hard violations|_1)
"""

from __future__ import annotations

import numpy as np

from sqp.arrays import Vector
from sqp.control.iteration import Direction, Iteration, Prepared
from sqp.control.linearisation import Linearisation, violation
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table, Terms

#: Fraction of the predicted decrease that a step must reach.
_ARMIJO = 1e-4
#: Most halvings of a step.
_HALVINGS = 6
#: How much the penalty exceeds the largest multiplier.
_MARGIN = 1.5


def searched(iteration: Iteration, prepared: Prepared, direction: Direction, p: Table, g: Vector) -> Prepared | None:
    """The prepared program of the accepted point; None if the model has finite values at no trial point.

    References
    ----------
    Nocedal, Wright (2006), Algorithm 18.3, with the merit function (18.27) and the penalty (18.32).
    """
    stages = iteration.stages
    largest = max(float(np.abs(part).max(initial=0.0)) for part in (direction.a, direction.y, direction.y_end))
    penalty = _MARGIN * largest + 1.0
    before, hard = merit(stages, prepared.plan, prepared.at, penalty)
    at = prepared.at
    slope = float((at.gradient_x * direction.dx).sum() + (at.gradient_u * direction.du).sum()) - penalty * hard
    length, best = 1.0, None
    for _ in range(_HALVINGS):
        trial = iteration.prepared(iteration.stepped(prepared, direction, length), p, g)
        if trial is not None:
            best = trial
            after, _ = merit(stages, trial.plan, trial.at, penalty)
            if after <= before + _ARMIJO * length * min(slope, 0.0) + 1e-12 * abs(before):
                return trial
        length *= 0.5
    return best


def merit(stages: Stages, plan: Plan, at: Linearisation, penalty: float) -> tuple[float, float]:
    """The merit of a plan, and the sum of gaps and hard violations in it."""
    soft, hard = _parts(stages.path, at.c)
    soft_end, hard_end = _parts(stages.terminal, at.c_end[None])
    states = np.maximum(np.maximum(stages.state_lower - plan.x, plan.x - stages.state_upper), 0.0)[1:]
    total = float(np.abs(at.gap).sum() + states.sum()) + hard + hard_end
    return at.value + soft + soft_end + penalty * total, total


def _parts(terms: Terms, c: Table) -> tuple[float, float]:
    """The cost of the violations of soft rows, and the sum of those of hard rows."""
    if not terms.rows:
        return 0.0, 0.0
    by = violation(terms, c)
    return float((terms.linear * by + terms.quadratic * by**2).sum()), float(by[:, ~terms.soft].sum())
