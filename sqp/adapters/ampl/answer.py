"""What an answer file says: a result in AMPL's terms, or the reason why there is none.

AMPL's dual values are derivatives of the optimal value, in the sense in which the user stated the objective, so a
multiplier y of L = f + y'c + z'x with f minimised becomes -sense y.  The multipliers of bounds follow the same rule,
one suffix for either bound, as IPOPT names them: their sum is the reduced cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sqp.adapters.ampl.codes import SolveCode, solve_code
from sqp.adapters.ampl.info import Suffix
from sqp.adapters.ampl.problem import AmplProblem
from sqp.algorithm.result import Result
from sqp.algorithm.stop import StopReason
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.model.pairs import HasPairs
from sqp.model.problem import provides

#: Values of the suffix ``sstatus``.
BASIC, SUPERBASIC, AT_LOWER, AT_UPPER, EQUAL = 1, 2, 3, 4, 5

#: Distance from a bound, relative to max(1, |bound|), at which it counts as active.
_NEAR = 1e-8


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """An answer to a ``.nl`` file, for :func:`~sqp.adapters.ampl.solution.write_sol`.

    Parameters
    ----------
    message : str
        For the user; lines end with a newline character.
    code : SolveCode
    rows, variables : int
        How many the file has.
    objective : int
        Number of the objective that was optimised, counted from 0.
    x, y : arrays or None
        Variables, and dual values in AMPL's sign; None if there are none.
    suffixes : tuple of Suffix
    options : tuple of int
        Those of the file's first line.
    bound_tolerance : float or None
        The real at the end of that line.
    byte_order : '<', '>' or None
        Of a binary file, whose answer is binary too; None for text.

    Examples
    --------
    >>> Answer(message="cannot be read", code=SolveCode.BAD_MODEL, rows=1, variables=2).x is None
    True
    """

    message: str
    code: SolveCode
    rows: int
    variables: int
    objective: int = 0
    x: Vector | None = None
    y: Vector | None = None
    suffixes: tuple[Suffix, ...] = ()
    options: tuple[int, ...] = (1, 1, 0)
    bound_tolerance: float | None = None
    byte_order: Literal["<", ">"] | None = None


def answer_to(problem: AmplProblem, result: Result, title: str) -> Answer:
    """A result in AMPL's terms.

    Where the constraints contradict each other the multipliers price the violation and not the objective: they are the
    suffix ``dunbdd`` then, and there are no dual values.  A ray on which the objective falls for ever is ``unbdd``.
    """
    info = problem.info
    y, z = _priced(problem, result)
    y = 0.0 - info.sense * y[: info.rows]
    certified = result.stop in (StopReason.LOCALLY_INFEASIBLE, StopReason.INFEASIBLE) and not result.success
    suffixes = list(_statuses(problem, result))
    if certified:
        suffixes.append(_suffix("dunbdd", "constraint", info.sense * y))
    else:
        suffixes.append(_suffix("ipopt_zL_out", "variable", info.sense * np.maximum(-z, 0.0)))
        suffixes.append(_suffix("ipopt_zU_out", "variable", 0.0 - info.sense * np.maximum(z, 0.0)))
    if result.ray is not None:
        suffixes.append(_suffix("unbdd", "variable", result.ray))
    return Answer(
        message=_message(result, title),
        code=solve_code(result),
        rows=info.rows,
        variables=result.x.size,
        objective=info.objective or 0,
        x=result.x,
        y=None if certified else y,
        suffixes=tuple(suffix for suffix in suffixes if suffix.indices.size),
        options=info.options,
        bound_tolerance=info.bound_tolerance,
        byte_order=info.byte_order,
    )


def _priced(problem: AmplProblem, result: Result) -> tuple[Vector, Vector]:
    """Multipliers of all rows and bounds; those of products of complementary sides count with the sides' gradients."""
    y, z = result.y, result.z
    if not provides(problem, HasPairs):
        return y, z
    pairs, values = problem.pairs, np.concatenate((problem.constraints(result.x), result.x))
    both = np.concatenate((y, z))
    for products, bound in ((pairs.below, pairs.lower), (pairs.above, pairs.upper)):
        stated = np.flatnonzero(products >= 0)
        weight, a, b = y[products[stated]], pairs.a[stated], pairs.b[stated]
        np.add.at(both, a, weight * values[b])
        np.add.at(both, b, weight * (values[a] - bound[stated]))
    return both[: y.size], both[y.size :]


def _statuses(problem: AmplProblem, result: Result) -> tuple[Suffix, Suffix]:
    rows = problem.info.rows
    c = problem.constraints(result.x)[:rows]
    stated = Bounds(problem.constraint_bounds.lower[:rows], problem.constraint_bounds.upper[:rows])
    return (
        _suffix("sstatus", "variable", _status(result.x, problem.variable_bounds, SUPERBASIC)),
        _suffix("sstatus", "constraint", _status(c, stated, BASIC)),
    )


def _status(values: Vector, bounds: Bounds, inside: int) -> NDArray[np.int64]:
    near = _NEAR * bounds.scale
    low, high = values <= bounds.lower + near, values >= bounds.upper - near
    return np.select([bounds.equalities | (low & high), low, high], [EQUAL, AT_LOWER, AT_UPPER], inside)


def _suffix(name: str, kind: str, values: Vector | NDArray[np.int64]) -> Suffix:
    indices = np.flatnonzero(values)
    real = values.dtype == np.float64
    return Suffix(
        name=name,
        kind=kind,
        real=real,
        size=values.size,
        indices=indices,
        values=values[indices].astype(np.float64),
    )


def _message(result: Result, title: str) -> str:
    work = f"{result.iterations} iterations, {result.counts.objective} evaluations, objective {result.f:.10g}"
    return "\n".join([f"{title}: {result.message}", work, *(f"note: {note}" for note in result.notes)])
