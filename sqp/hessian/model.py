"""The seam of the Hessian room: H approximates the Hessian of the Lagrangian."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from sqp.arrays import Indices, Matrix, Vector
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


@runtime_checkable
class HasRemarks(Protocol):
    """A run that has something to say about itself once it was asked for its first matrix; results repeat it."""

    @property
    def remarks(self) -> tuple[str, ...]: ...


@runtime_checkable
class NamesVariables(Protocol):
    """Settings that name variables by their places, and have to follow when presolve takes some of them out."""

    def for_variables(self, kept: Indices) -> HessianModel:
        """The same settings for the problem of the variables ``kept``, (k,) places in the whole one."""
        ...
