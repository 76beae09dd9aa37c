"""A look at the clock between the backends of one quadratic program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from sqp.arrays import Mask, Matrix
from sqp.evaluation.ledger import Ledger
from sqp.linalg.kkt import Correction
from sqp.qp.convexify import Convexified, Convexifier, ConvexifierRun


@final
@dataclass(frozen=True, eq=False)
class Punctual:
    """A convexifier that refuses to work after the deadline; every backend for convex programs begins with one.

    Examples
    --------
    >>> import numpy as np
    >>> from sqp.qp.convexify import Convexify
    >>> late = Punctual(Convexify(), Ledger(deadline=0.0)).start()
    >>> late(np.eye(1), np.zeros((0, 1)), np.zeros(0, bool))
    Traceback (most recent call last):
    ...
    sqp.evaluation.ledger.Spent: TIME_LIMIT
    """

    inner: Convexifier
    ledger: Ledger

    @property
    def correction(self) -> Correction:
        return self.inner.correction

    def start(self) -> PunctualRun:
        return PunctualRun(self.inner.start(), self.ledger)


@final
class PunctualRun:
    """Looks at the clock, then convexifies."""

    def __init__(self, inner: ConvexifierRun, ledger: Ledger) -> None:
        self._inner = inner
        self._ledger = ledger

    def __call__(self, P: Matrix, A: Matrix, equalities: Mask, *, everywhere: bool = False) -> Convexified:
        self._ledger.check_time()
        return self._inner(P, A, equalities, everywhere=everywhere)
