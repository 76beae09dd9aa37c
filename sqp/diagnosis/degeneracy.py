"""What the multipliers of a point say: none for the objective, or none for a constraint that is active."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sqp.arrays import norm_inf
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, listed

#: Multipliers, relative to the largest, that balance the others; and those that count as 0.
_BALANCING, _NEGLIGIBLE = 1e-3, 1e-7


def no_multipliers(at: Local) -> Iterator[Finding]:
    """The constraints and bounds that balance each other without the objective."""
    weight = np.concatenate([np.abs(at.y), np.abs(at.z)])
    order = np.argsort(-weight, kind="stable")
    share = order[weight[order] > _BALANCING * weight.max(initial=0.0)]
    names = tuple(dict.fromkeys(_name(at, int(i)) for i in share))
    if names:
        sentence = f"{listed(names)} balance each other: no finite multipliers make the objective stationary here."
        advice = "State the constraints that touch here differently, or relax one of them a little."
        yield Finding(Trouble.NO_MULTIPLIERS, names, float(weight.max()), sentence, advice)


def weakly_active(at: Local) -> Iterator[Finding]:
    """Active inequalities whose multiplier vanishes."""
    small = _NEGLIGIBLE * max(1.0, norm_inf(at.grad))
    rows = at.active & ~at.rows.equalities & (np.abs(at.y) <= small)
    bounds = at.at_bound & ~at.box.equalities & (np.abs(at.z) <= small)
    names = (
        *(at.row(int(i)) for i in np.flatnonzero(rows)),
        *(at.variable(int(j)) for j in np.flatnonzero(bounds)),
    )
    if names:
        are = "is" if len(names) == 1 else "are"
        sentence = (
            f"{listed(names)} {are} active, but with multipliers of 0: the objective does not press against them."
        )
        advice = "Expect sensitivities to be one-sided; nothing need be done if the point is what was wanted."
        yield Finding(Trouble.WEAKLY_ACTIVE, names, float(len(names)), sentence, advice)


def _name(at: Local, index: int) -> str:
    return at.row(index) if index < at.y.size else at.variable(index - at.y.size)
