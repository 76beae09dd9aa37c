"""One test problem with what is known about it: start, optimum, solutions, source.

A problem file states its mathematics in the module docstring, defines ``build()``, which makes a fresh
:class:`sqp.Model`, and ends with ``CASE = Case(...)``.  Nothing else registers it: the catalogue finds the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from sqp.algorithm.stop import PointKind
from sqp.arrays import Vector
from sqp_problems.diagnosis import Diagnosis

Value = float | Sequence[float] | Sequence[Sequence[float]]
Coordinates = tuple[float, ...] | Mapping[str, Value]


class Buildable(Protocol):
    """A model, or plain functions in its place: something that makes its problem when asked."""

    def problem(self) -> Any: ...


@dataclass(frozen=True, eq=False)
class Solution:
    """A known solution of a problem.

    Attributes
    ----------
    x : tuple of float, or mapping of variable name to value
        The point; a mapping names every variable in the order in which the model declares them.
    objective : float
        f(x), in the sense in which the model states it (not negated for a maximisation).
    note : str
        What kind of point it is when that is not obvious: ``"local"``, ``"one point of a line of solutions"``.
    """

    x: Coordinates
    objective: float
    note: str = ""

    @property
    def flat(self) -> Vector:
        """(n,) the point as one vector; matrices column by column, as CasADi orders them."""
        if isinstance(self.x, Mapping):
            parts = [np.asarray(value, dtype=np.float64).ravel(order="F") for value in self.x.values()]
            return np.concatenate(parts)
        return np.asarray(self.x, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Case:
    """A test problem and the published facts that a solve is held to.

    Attributes
    ----------
    name : str
        Short name, unique in the suite: ``"HS71"``.
    build : callable
        Makes the model, or the :class:`~sqp_problems.diagnosis.Functions` in its place, new at each call, with the
        published start as its start.
    optimum : float
        Published optimal objective, corrected only where it is known to be wrong (the module or ``note`` says so).
        ``solutions[0].objective`` has more digits.  NaN if there is no feasible point, infinite if it is unbounded.
    start_objective : float
        f at the published start: a guard against a wrong start or a wrong formula.  NaN if f is undefined there.
    solutions : tuple of Solution
        Known optimal points to at least ten digits, the best first; other local solutions after it.
    classification : str
        The collection's own code, for Hock and Schittkowski such as ``"PBR-T1-1"``.
    source : str
        Where the problem was published: author, year, problem number.
    tags : frozenset of str
        Words to select by.  ``"unconstrained"``, ``"bounds"``, ``"equality"``, ``"inequality"``: what occurs;
        ``"linear"``: all constraints are linear; ``"quadratic"``: a quadratic program; ``"least-squares"``: the
        objective is a sum of squares; ``"nonconvex"``: the objective or the feasible set is not convex;
        ``"degenerate"``: dependent active gradients or a singular reduced Hessian at the solution; ``"fritz-john"``:
        no multipliers there; ``"near-miss"``: not what its family is called after; and the family: ``"hs"``,
        ``"engineering"``, or the name of the folder.
    expected : PointKind
        What an honest solver says about the point that it returns: of the best solution if there is one (Fritz John
        where no multipliers exist; the other solutions are Karush-Kuhn-Tucker points), and of where it must end if not.
    diagnosis : Diagnosis
        What it says besides that: how the run ended, and which constraints and variables are at fault.
    note : str
        What somebody who compares solvers should know: misprints, several optima, failing regularity.
    """

    name: str
    build: Callable[[], Buildable]
    optimum: float
    start_objective: float
    solutions: tuple[Solution, ...]
    classification: str
    source: str
    tags: frozenset[str]
    expected: PointKind = PointKind.KKT
    diagnosis: Diagnosis = Diagnosis()
    note: str = ""

    @cached_property
    def _size(self) -> tuple[int, int]:
        problem = self.build().problem()
        return problem.variable_bounds.size, problem.constraint_bounds.size

    @property
    def n(self) -> int:
        """Number of scalar variables."""
        return self._size[0]

    @property
    def m(self) -> int:
        """Number of scalar constraints, bounds on variables not counted."""
        return self._size[1]

    def __repr__(self) -> str:
        return f"Case({self.name!r}, optimum={self.optimum:.10g})"
