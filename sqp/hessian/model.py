"""The seam of the Hessian room: H approximates the Hessian of the Lagrangian."""

from __future__ import annotations

from typing import Protocol

from sqp.arrays import Matrix, Vector
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.linalg.operators import SymmetricOperator


class HessianRun(Protocol):
    """A Hessian model during one solve."""

    def matrix(self, at: Linearization, y: Vector) -> Matrix | SymmetricOperator:
        """(n, n) symmetric, dense or sparse like the Jacobian, or by its products only; may be indefinite."""
        ...

    def accept(self, old: Linearization, new: Linearization, y: Vector) -> None:
        """The iterate moved from ``old`` to ``new``; ``y`` are the multipliers at ``new``."""
        ...


class HessianModel(Protocol):
    """Settings of a Hessian model."""

    def start(self, evaluator: Evaluator) -> HessianRun:
        """Begin a solve."""
        ...
