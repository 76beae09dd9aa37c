"""What to try, and in which order, when the first strategy stops short of a KKT point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sqp.acceptance.augmented_lagrangian import AugmentedLagrangian
from sqp.acceptance.funnel import Funnel
from sqp.acceptance.merit import L1Merit
from sqp.algorithm.start import Start
from sqp.arrays import Vector
from sqp.bounds import Bounds
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

    ``iterations`` is how long it may go on before the next one gets its turn, ``patience`` how long without a smaller
    residual; one that ``resumes`` starts where the first one stopped.  One that ``squares`` is made only if the
    violation cannot be reduced from there, and starts at a minimum nearby of the squared violation.
    """

    name: str
    settings: SQP
    x: Vector
    y: Vector | None = None
    z: Vector | None = None
    iterations: int = 200
    patience: int | None = 60
    resumes: bool = False
    squares: bool = False


def attempts(settings: SQP, start: Start, scales: Scales, bounds: Bounds) -> Iterator[Attempt]:
    """The user's settings, then, if ``settings.rescue``, what is most different from them."""
    x = start.x / scales.variables
    n, m = x.size, scales.constraints.size
    y = z = None
    if start.y is not None:
        _, y, z = scales.to_solver(start.x, start.y, np.zeros(n) if start.z is None else start.z)
    if not settings.rescue:
        yield Attempt("", settings, x, y, z, settings.limits.iterations, None)
        return
    merit = replace(settings, acceptance=L1Merit())
    yield Attempt("", settings, x, y, z, 300)
    if m:
        yield Attempt("least squares of the violation", settings, x, resumes=True, squares=True)
    yield Attempt("trust region", replace(settings, acceptance=Funnel(), step=TrustRegion()), x, y, z)
    if m:
        long = replace(settings, acceptance=AugmentedLagrangian(), step=LineSearch(reach=np.inf))
        yield Attempt("long steps", long, x, y, z)
        yield Attempt("restoration", replace(settings, relax=False), x, y, z)
        yield Attempt("l1 merit", merit, x, y, z)
    short = replace(merit, step=LineSearch(reach=1.0), convexify=Convexify(correction=Correction.SHIFT))
    yield Attempt("short steps", short, x, np.zeros(m), np.zeros(n))
    pattern = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    yield Attempt("an interior start", settings, interior(x, bounds))
    yield Attempt("another start", merit, x + 0.1 * pattern * np.maximum(1.0, np.abs(x)))
    yield Attempt("patience", settings, x, y, z, settings.limits.iterations, None, resumes=True)


def interior(x: Vector, bounds: Bounds) -> Vector:
    """``x`` moved away from the bounds by a tenth of their size, or to the middle where there is less room.

    Wächter and Biegler (2006), Section 3.6, with a larger distance.
    """
    half = 0.5 * (bounds.upper - bounds.lower)
    low, high = bounds.lower.copy(), bounds.upper.copy()
    below, above = np.isfinite(low), np.isfinite(high)
    low[below] += np.minimum(0.1 * np.maximum(1.0, np.abs(low[below])), half[below])
    high[above] -= np.minimum(0.1 * np.maximum(1.0, np.abs(high[above])), half[above])
    return np.minimum(np.maximum(x, low), np.maximum(low, high))
