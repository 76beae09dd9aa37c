"""Constraints given in blocks, each with its own function, bounds and derivative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.arguments import as_bounds, as_pattern
from sqp.model.differences import Differences, difference_jacobian
from sqp.model.matrices import MatrixSource, ReturnedMatrix, StackedMatrix
from sqp.model.pattern import Pattern
from sqp.model.returned import Remembered, ReturnedVector
from sqp.model.sparsity import detect_sparsity, near_points

#: What to write for a sparsity pattern that is to be found by trial.
DETECT = "detect"


@dataclass(frozen=True, eq=False)
class Constraint:
    """``lower <= fun(x) <= upper``, one block of constraints; equal bounds make an equality.

    Parameters
    ----------
    fun : callable
        ``fun(x)``, one number or k of them.
    lower, upper : number, (k,) array or None
        None (or an infinite entry) is no bound; at least one side must be given.
    jacobian : callable, optional
        ``jacobian(x)``, (k, n), dense or sparse; by finite differences if missing.
    sparsity : (k, n) matrix or "detect", optional
        Where the Jacobian may be nonzero; saves evaluations when it is taken by differences.
    name : str
        For tables and messages.

    Raises
    ------
    ProblemError
        If ``fun`` or ``jacobian`` is not a function, or no bound is given.

    Examples
    --------
    >>> disc = Constraint(lambda x: x @ x, upper=1.0, name="disc")
    >>> disc.label
    "constraint 'disc'"
    """

    fun: Callable[[Vector], Any]
    lower: ArrayLike | None = None
    upper: ArrayLike | None = None
    jacobian: Callable[[Vector], Any] | None = None
    sparsity: Any = None
    name: str = ""

    def __post_init__(self) -> None:
        if not callable(self.fun):
            raise ProblemError(f"{self.label}: fun must be a function, got {type(self.fun).__name__}")
        if self.jacobian is not None and not callable(self.jacobian):
            raise ProblemError(f"{self.label}: jacobian must be a function, got {type(self.jacobian).__name__}")
        if self.lower is None and self.upper is None:
            raise ProblemError(f"{self.label}: a lower or an upper bound is missing (equal bounds make an equality)")

    @property
    def label(self) -> str:
        """What messages call the block."""
        return f"constraint {self.name!r}" if self.name else "constraint"

    def row_names(self, size: int, first: int) -> list[str]:
        """``name`` or ``name[i]``; ``c[row]`` for a block without a name."""
        if not self.name:
            return [f"c[{first + i}]" for i in range(size)]
        return [self.name] if size == 1 else [f"{self.name}[{i}]" for i in range(size)]


@final
class StackedVector:
    """Vector functions of x one after the other."""

    def __init__(self, functions: Sequence[Callable[[Vector], Vector]]) -> None:
        self.functions = tuple(functions)

    def __call__(self, x: Vector) -> Vector:
        return np.concatenate([function(x) for function in self.functions])


@dataclass(frozen=True, eq=False)
class Stack:
    """All blocks as one constraint function with one Jacobian.

    Attributes
    ----------
    values : callable
        ``values(x) -> (m,)``.
    jacobian : MatrixSource
        (m, n).
    bounds : Bounds
    names : tuple of str
        One per row, or none if no block has a name.
    exact : bool
        Whether every block brought its own Jacobian.
    """

    values: StackedVector
    jacobian: MatrixSource
    bounds: Bounds
    names: tuple[str, ...]
    exact: bool


def stack(blocks: Sequence[Constraint], start: Vector, box: Bounds, settings: Differences) -> Stack:
    """Evaluate each block at ``start`` (inside ``box``), complete its Jacobian, and put the blocks together."""
    functions, jacobians = list[Callable[[Vector], Vector]](), list[MatrixSource]()
    bounds, names = list[Bounds](), list[str]()
    for block in blocks:
        size = ReturnedVector(block.label, block.fun, None)(start).size
        values = Remembered(ReturnedVector(block.label, block.fun, size))
        functions.append(values)
        jacobians.append(_jacobian(block, values, (size, start.size), start, box, settings))
        names += block.row_names(size, len(names))
        bounds.append(as_bounds(f"bounds of {block.label}", (block.lower, block.upper), size))
    together = Bounds.joined(bounds)
    named = tuple(names) if any(block.name for block in blocks) else ()
    exact = all(block.jacobian is not None for block in blocks)
    return Stack(StackedVector(functions), StackedMatrix(jacobians), together, named, exact)


def _jacobian(
    block: Constraint,
    values: Callable[[Vector], Vector],
    shape: tuple[int, int],
    start: Vector,
    box: Bounds,
    settings: Differences,
) -> MatrixSource:
    sparsity = pattern_or_detected(f"sparsity of {block.label}", block.sparsity, shape, values, start, box)
    if block.jacobian is None:
        return difference_jacobian(values, shape, box, settings, sparsity)
    samples: list[tuple[Vector | float, ...]] = [(point,) for point in [start, *near_points(start, box, 2)]]
    return ReturnedMatrix(f"jacobian of {block.label}", block.jacobian, shape, samples, sparsity)


def pattern_or_detected(
    name: str, given: Any, shape: tuple[int, int], function: Callable[[Vector], Vector], start: Vector, box: Bounds
) -> Pattern | None:
    """The pattern that the user gave or asked to detect; None if neither."""
    if isinstance(given, str):
        if given != DETECT:
            raise ProblemError(f"{name} must be a matrix or {DETECT!r}, got {given!r}")
        return detect_sparsity(function, start, box)
    return as_pattern(name, given, shape)
