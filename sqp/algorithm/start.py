"""Where a solve starts: the arguments, checked before anything is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from sqp.algorithm.stop import StopReason
from sqp.arrays import INFINITE, Indices, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.problem import HasNotes, HasStart, Problem, constraint_name, provides, variable_name

if TYPE_CHECKING:
    from sqp.algorithm.result import Result

#: Variables named in a note.
_LISTED = 5
_MEMBERS = (
    "variable_bounds",
    "constraint_bounds",
    "objective",
    "gradient",
    "constraints",
    "jacobian",
)


@dataclass(frozen=True, eq=False)
class Start:
    """A checked start: ``x`` within the bounds, multipliers or None, and what had to be changed."""

    x: Vector
    y: Vector | None
    z: Vector | None
    notes: tuple[str, ...] = ()


def checked_start(
    problem: Problem,
    x0: ArrayLike | None,
    y0: ArrayLike | None,
    z0: ArrayLike | None,
    warm: Result | None = None,
) -> Start:
    """Check the problem's members and the start, and move the start into the variable bounds.

    What is not given comes from ``warm``, an earlier result, and then from the problem.

    Raises
    ------
    ProblemError
        Naming the argument, what was expected and what was found.
    """
    _check_members(problem)
    n, m = problem.variable_bounds.size, problem.constraint_bounds.size
    if n == 0:
        raise ProblemError("problem: there is no variable")
    notes = tuple(problem.notes) if provides(problem, HasNotes) else ()
    if warm is not None:
        _check_warm(warm, n, m)
        x0 = warm.x if x0 is None else x0
        if y0 is None and z0 is None and warm.stop is not StopReason.LOCALLY_INFEASIBLE:
            y0, z0 = warm.y, warm.z
        if warm.state is None:
            notes += ("warm start: the earlier solve had no iterate, only its point was used",)
    if x0 is None:
        if not provides(problem, HasStart):
            raise ProblemError("x0: this problem has no start of its own, so x0 must be given")
        x0 = problem.start
    x = _vector("x0", x0, n)
    y = None if y0 is None else _vector("y0", y0, m)
    z = None if z0 is None else _vector("z0", z0, n)
    if y is None and z is not None:
        raise ProblemError("z0 was given without y0: multipliers are used together or not at all")
    notes += _ignored(problem)
    inside = problem.variable_bounds.project(x)
    moved = np.flatnonzero(inside != x)
    if not moved.size:
        return Start(x, y, z, notes)
    note = f"the start was moved into the variable bounds: {moves(problem, moved, x, inside)}"
    return Start(inside, y, z, (*notes, note))


def _ignored(problem: Problem) -> tuple[str, ...]:
    """A note on bounds that were given, but count as infinite."""
    variables, rows = (np.flatnonzero(b.ignored) for b in (problem.variable_bounds, problem.constraint_bounds))
    names = [variable_name(problem, int(i)) for i in variables] + [constraint_name(problem, int(i)) for i in rows]
    if not names:
        return ()
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return (f"bounds of at least {INFINITE:g} count as infinite: {', '.join(names[:_LISTED])}{more}",)


def moves(problem: Problem, which: Indices, old: Vector, new: Vector) -> str:
    """The first few of these variables, with the values they were moved from and to."""
    shown = [f"{variable_name(problem, int(i))} from {old[i]:.6g} to {new[i]:.6g}" for i in which[:_LISTED]]
    return ", ".join(shown) + (f" and {which.size - _LISTED} more" if which.size > _LISTED else "")


def _check_members(problem: Problem) -> None:
    for member in _MEMBERS:
        if not hasattr(problem, member):
            raise ProblemError(f"problem: a {type(problem).__name__} has no {member!r}, which a problem must have")
    for member in ("variable_bounds", "constraint_bounds"):
        bounds = getattr(problem, member)
        if not isinstance(bounds, Bounds):
            raise ProblemError(f"problem.{member}: expected sqp.Bounds, got {type(bounds).__name__}")


def _check_warm(warm: object, n: int, m: int) -> None:
    from sqp.algorithm.result import Result

    if not isinstance(warm, Result):
        raise ProblemError(f"warm: expected the Result of an earlier solve, got {type(warm).__name__}")
    if (warm.x.size, warm.y.size) != (n, m):
        raise ProblemError(
            f"warm: expected a solve with {n} variables and {m} constraints, got one with {warm.x.size} and "
            f"{warm.y.size}"
        )


def _vector(name: str, values: ArrayLike, size: int) -> Vector:
    try:
        vector = np.array(values, dtype=np.float64).ravel()
    except (TypeError, ValueError) as error:
        raise ProblemError(f"{name}: expected {size} numbers, got {values!r}") from error
    if vector.size != size:
        raise ProblemError(f"{name}: expected {size} entries, got {vector.size}")
    bad = np.flatnonzero(~np.isfinite(vector))
    if bad.size:
        raise ProblemError(f"{name}[{int(bad[0])}] is {vector[bad[0]]}; a start must be finite")
    return vector
