r"""Water network: how water spreads in a square of streets with pipes of different widths.

On a grid of junctions i with pipes a from i to j, flow q_a, resistance r_a and demand d_i,

    minimise    Σ_a r_a |q_a|^(1+κ) / (1+κ)             κ = 1.852 (Hazen and Williams)
    subject to  flow into i − flow out of i = d_i         every junction but the first, the reservoir

At the minimum the head loss of each pipe, r_a q_a |q_a|^(κ−1), is the difference of the multipliers of its ends: the
multipliers are the heads, relative to the reservoir.  Resistances and heads are given by formulas, and the demands
follow from them, so that the solution is known exactly.  The start is a flow of 1 everywhere, which meets no demand.

Source: M. Collins, L. Cooper, R. Helgason, J. Kennington and L. LeBlanc, Solving the pipe network analysis problem
using optimization techniques, Management Science 24 (1978), the content model; data made up here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import casadi as ca
import numpy as np
from scipy import sparse

import sqp
from sqp.arrays import Indices, Vector
from sqp_problems.case import Case, Solution

POWER = 1.852


@dataclass(frozen=True)
class Streets:
    """A square of ``side`` by ``side`` junctions, with pipes between neighbours.

    Examples
    --------
    >>> Streets(3).pipes.shape
    (12, 2)
    """

    side: int

    @classmethod
    def of(cls, pipes: int) -> Streets:
        """The square with about so many pipes."""
        return cls(max(2, round(sqrt(pipes / 2))))

    @cached_property
    def pipes(self) -> Indices:
        """(pipes, 2): where each begins and ends."""
        junction = np.arange(self.side**2).reshape(self.side, self.side)
        along = np.stack([junction[:, :-1].ravel(), junction[:, 1:].ravel()], axis=1)
        across = np.stack([junction[:-1].ravel(), junction[1:].ravel()], axis=1)
        return np.concatenate([along, across])

    @cached_property
    def resistance(self) -> Vector:
        """Between 0.2 and 1.8."""
        return 1.0 + 0.8 * np.sin(1.7 * np.arange(len(self.pipes)))

    @cached_property
    def heads(self) -> Vector:
        """At every junction: falling from the reservoir, with ups and downs."""
        first, second = np.divmod(np.arange(self.side**2), self.side)
        return -0.2 * (first + second) - 0.3 * np.sin(1.3 * first) * np.sin(0.9 * second)

    @cached_property
    def flows(self) -> Vector:
        """What these heads drive through the pipes."""
        loss = (self.heads[self.pipes[:, 0]] - self.heads[self.pipes[:, 1]]) / self.resistance
        return np.sign(loss) * np.abs(loss) ** (1.0 / POWER)

    @cached_property
    def incidence(self) -> Any:
        """(junctions but the reservoir, pipes) sparse: 1 where a pipe ends, -1 where it begins."""
        begin, end = self.pipes.T
        number = np.arange(begin.size)
        rows, columns = np.concatenate([end, begin]), np.concatenate([number, number])
        values = np.repeat([1.0, -1.0], begin.size)
        return sparse.csc_array((values, (rows, columns)), shape=(self.side**2, begin.size))[1:]


def build(n: int = 100) -> sqp.Model:
    """The model with about ``n`` pipes."""
    streets = Streets.of(n)
    m = sqp.Model("water network")
    flow = m.variable("flow", len(streets.pipes), start=1.0)
    m.minimize(sqp.sum(m.map(_content, (flow, streets.resistance))))
    demand = streets.incidence @ streets.flows
    m.subject_to(_times(streets.incidence, flow) == demand, name="demand")
    return m


def _content(flow: Any, resistance: Any) -> Any:
    return resistance * sqp.abs(flow) ** (1.0 + POWER) / (1.0 + POWER)


def _times(matrix: Any, x: Any) -> Any:
    """A sparse matrix times an expression."""
    return ca.mtimes(ca.DM(matrix), x)


def _solution(n: int = 100) -> Solution:
    streets = Streets.of(n)
    content = streets.resistance * np.abs(streets.flows) ** (1.0 + POWER) / (1.0 + POWER)
    return Solution({"flow": streets.flows.tolist()}, float(content.sum()))


CASE = Case(
    name="water_network",
    build=build,
    optimum=_solution().objective,
    start_objective=float(Streets.of(100).resistance.sum() / (1.0 + POWER)),
    solutions=(_solution(),),
    classification="OLR2-MN-84-48",
    source="Collins, Cooper, Helgason, Kennington and LeBlanc 1978, content model, with a known solution",
    tags=frozenset({"scale", "equality", "linear"}),
    note="Convex; second derivatives vanish where nothing flows.",
)
