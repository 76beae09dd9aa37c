"""Minimal sets of constraints and bounds that cannot hold together.

References
----------
J. W. Chinneck, E. W. Dravnieks (1991), Locating minimal infeasible constraint sets in linear programs, ORSA Journal on
    Computing 3, 157-168: the deletion filter, after a sensitivity filter that keeps what has a multiplier.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from sqp.arrays import Indices
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.elastic import Elastic
from sqp.diagnosis.findings import Finding, Trouble
from sqp.diagnosis.local import Local, listed
from sqp.diagnosis.sides import Sides, all_sides

#: Reach of the linearisation that is examined, relative to max(1, |x|): everywhere, then ever closer to the point.
_REACHES = (np.inf, 1.0, 0.1)


def conflicts(at: Local, effort: Effort) -> Iterator[Finding | str]:
    """Minimal inconsistent sets of the constraints, linearised at the point, and of the bounds; disjoint ones.

    Linear rows are examined first: what conflicts among them conflicts everywhere.
    """
    sides = all_sides(at)
    budget, deadline = effort.linear_programs, time.perf_counter() + effort.seconds
    whole = np.arange(sides.index.size)
    stages = [(whole[sides.linear], np.inf), *((whole, reach) for reach in _REACHES)]
    for stage, reach in stages:
        candidates = stage
        elastic = Elastic(sides.conditions(reach), budget, deadline)
        found = 0
        while found < effort.conflicts and elastic.left > 0:
            proof = elastic.proof(candidates)
            if proof is None:
                break
            members, is_minimal = _minimal(elastic, proof)
            found += 1
            yield _finding(sides, members, elastic, reach, is_minimal=is_minimal)
            rows = sides.of_rows(members)
            candidates = candidates[~np.isin(sides.index[candidates], rows if rows.size else sides.index[members])]
        budget = elastic.left
        if budget <= 0:
            limits = f"{effort.linear_programs} linear programs or {effort.seconds:g} seconds"
            yield f"further conflicts: {limits} were spent (Effort.linear_programs, Effort.seconds)"
        if found or budget <= 0:
            return


def _minimal(elastic: Elastic, members: Indices) -> tuple[Indices, bool]:
    """An inconsistent subset, and whether it is known to be minimal.

    Each member is left out in turn, for good if the others are still inconsistent.
    """
    position = 0
    while position < members.size and members.size > 1:
        if elastic.left <= 0:
            return members, False
        smaller = elastic.proof(np.delete(members, position))
        if smaller is None:
            position += 1
        else:
            position = int(np.sum(np.isin(members[:position], smaller)))
            members = smaller
    return members, True


def _finding(sides: Sides, members: Indices, elastic: Elastic, reach: float, *, is_minimal: bool) -> Finding:
    stated = [sides.stated(int(member)) for member in members]
    is_global = bool(np.all(sides.linear[members]))
    where = "anywhere" if is_global else "when linearised at the returned point"
    if np.isfinite(reach):
        where += f", within {reach:g} max(1, |x|) of it"
    together = "together " if members.size > 1 else ""
    less = "; without any one of them the others could" if is_minimal and members.size > 1 else ""
    sentence = f"{listed(stated, 12)} cannot hold {together}{where}{less}."
    enough = _enough(sides, members, elastic)
    advice = f"Correct {'one of them' if members.size > 1 else 'it'}."
    if enough:
        relaxed = listed((f"{stated[k]} by {amount:.3g}" for k, amount in enough.items()), joined="or")
        advice += f" Enough would be to relax {relaxed}."
    if not is_global:
        advice += " If you know a point where all of them hold, start there."
    return Finding(Trouble.CONFLICT, sides.names(members), max(enough.values(), default=0.0), sentence, advice)


def _enough(sides: Sides, members: Indices, elastic: Elastic) -> dict[int, float]:
    """By how much each member must be relaxed if it is the only one, as far as linear programs are left."""
    known: dict[int, float] = {}
    for k in range(min(members.size, elastic.left)):
        amount = elastic.needed(members, k) * float(sides.unit[members[k]])
        if np.isfinite(amount):
            known[k] = amount
    return known
