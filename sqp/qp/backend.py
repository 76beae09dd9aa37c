"""The seam of the QP room: a frozen settings object, ``start`` makes a session that lives for one solve."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol

from sqp.qp.convexify import Convexifier
from sqp.qp.program import QPSolution, QuadraticProgram, WorkingSet


class QPSession(ABC):
    """Solves a sequence of QPs of one shape and one sparsity pattern."""

    @abstractmethod
    def solve(self, qp: QuadraticProgram, guess: WorkingSet | None = None, accuracy: float = 1e-9) -> QPSolution:
        """Solve one QP; P may be indefinite.

        Parameters
        ----------
        qp : QuadraticProgram
        guess : WorkingSet, optional
            Where to start; usually that of the previous QP.
        accuracy : float
            Requested KKT residual; exact methods ignore it.

        Returns
        -------
        QPSolution
            A solution of the QP with P replaced by P + shift I, convex where the step can go.
        """


class QPBackend(Protocol):
    """Settings of a QP method."""

    def start(self, convexify: Convexifier) -> QPSession:
        """Begin a solve; ``convexify`` is used by methods that need a convex QP."""
        ...
