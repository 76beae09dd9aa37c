"""What to try, and in which order, when the first strategy stops short of a KKT point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sqp.acceptance.merit import L1Merit
from sqp.algorithm.start import Start
from sqp.arrays import Vector
from sqp.linalg.kkt import Correction
from sqp.model.scaling import Scales
from sqp.qp.convexify import Convexify
from sqp.step.line_search import LineSearch
from sqp.step.trust_region import TrustRegion

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP


@dataclass(frozen=True, eq=False)
class Attempt:
    """One set of strategies and where it starts, in the solver's units; the first one has no name.

    ``iterations`` is how long it may go on without a solution before the next one gets its turn.
    """

    name: str
    settings: SQP
    x: Vector
    y: Vector | None = None
    z: Vector | None = None
    iterations: int = 200


def attempts(settings: SQP, start: Start, scales: Scales) -> Iterator[Attempt]:
    """The user's settings, then, if ``settings.rescue``, what is most different from them."""
    x = start.x / scales.variables
    n, m = x.size, scales.constraints.size
    y = z = None
    if start.y is not None:
        _, y, z = scales.to_solver(start.x, start.y, np.zeros(n) if start.z is None else start.z)
    if not settings.rescue:
        yield Attempt("", settings, x, y, z, settings.limits.iterations)
        return
    merit = replace(settings, acceptance=L1Merit())
    yield Attempt("", settings, x, y, z)
    yield Attempt("trust region", replace(merit, step=TrustRegion()), x, y, z)
    if m:
        yield Attempt("l1 merit", merit, x, y, z)
    short = replace(merit, step=LineSearch(reach=1.0), convexify=Convexify(correction=Correction.SHIFT))
    yield Attempt("short steps", short, x, np.zeros(m), np.zeros(n))
    pattern = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    yield Attempt("another start", merit, x + 0.1 * pattern * np.maximum(1.0, np.abs(x)))
    yield Attempt("patience", settings, x, y, z, settings.limits.iterations)
