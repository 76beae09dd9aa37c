"""Rows of a ``.nl`` file that complement a variable, as the smooth constraints that a model would state.

A row F beside a variable l <= v <= u means v = l and F >= 0, or v = u and F <= 0, or F = 0 between the bounds.  The row
keeps its place and gets the sign of F as its bounds; the products (v - l) F <= 0 and (v - u) F <= 0 come behind those
of the file, as one sum where v has one bound and none of them can be negative.  Which bounds are finite is read off the
variable: the flags of the file repeat it.

References
----------
D. M. Gay (2005), Writing .nl files, Sandia National Laboratories: the ``r`` segment.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

from sqp.adapters.ampl.names import Names
from sqp.bounds import Bounds
from sqp.model.pairs import Pairs


@dataclass(frozen=True, eq=False)
class Completed:
    """The rows of a problem with those of the products, their bounds and names, and where the pairs are."""

    c: Any
    bounds: Bounds
    names: tuple[str, ...]
    pairs: Pairs | None


def completed(complements: dict[int, int], x: Any, c: Any, box: Bounds, rows: Bounds, names: Names) -> Completed:
    """Add the products of the complementarity conditions; ``complements`` maps rows to variables."""
    if not complements:
        return Completed(c, rows, names.constraints, None)
    m = rows.size
    at, v = (np.array(part, dtype=np.int64) for part in (list(complements), list(complements.values())))
    low, high = box.lower[v], box.upper[v]
    lower, upper = rows.lower.copy(), rows.upper.copy()
    lower[at] = np.where(np.isfinite(high), -np.inf, 0.0)
    upper[at] = np.where(np.isfinite(low), np.inf, 0.0)
    products: list[Any] = []
    labels = [names.constraints[int(i)] if names.constraints else f"c[{int(i)}]" for i in at]
    more: list[str] = []
    places: list[Any] = []
    single = np.isfinite(low) != np.isfinite(high)
    for bound, what in ((low, "product"), (high, "product above")):
        place = np.full(at.size, -1)
        finite = np.isfinite(bound)
        together = np.flatnonzero(finite & single).tolist()
        for group in [together] * bool(together) + [[k] for k in np.flatnonzero(finite & ~single).tolist()]:
            place[group] = m + len(products)
            terms = [(x[int(v[k])] - float(bound[k])) * c[int(at[k])] for k in group]
            products.append(ca.sum1(ca.vertcat(*terms)))
            more.append(f"{labels[group[0]]}.{what}" if len(group) == 1 else f"complementarity.{what}")
        places.append(place)
    total = m + len(products)
    free = np.full(len(products), np.inf)
    bounds = Bounds(np.concatenate((lower, -free)), np.concatenate((upper, np.zeros(free.size))))
    named = (*names.constraints, *more) if names.constraints else ()
    return Completed(ca.vertcat(c, *products), bounds, named, Pairs(tuple(labels), total + v, at, low, high, *places))
