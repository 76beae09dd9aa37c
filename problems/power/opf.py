r"""AC optimal power flow in polar coordinates: the cheapest generation that the network can carry.

With the voltages V = v exp(jθ), the generation S = p + jq, the demand D, shunts and the admittances Y of the branches,

    minimise    Σ cost(p) + Σ cost(q)
    subject to  D + v² shunt + Σ S_f + Σ S_t − Σ S = 0               at every bus: balance of P and Q
                S_f = V_f conj(Y_ff V_f + Y_ft V_t)                  flow into the start of a branch
                S_t = V_t conj(Y_tf V_f + Y_tt V_t)                  flow into its end
                |S_f|² <= rating²,  |S_t|² <= rating²
                least <= θ_f − θ_t <= most
                θ = 0 at the reference,  limits of v, p and q

The flows are formulas, not variables: the quadratic programs are then a third as large and the steps no shorter.

Source: the polar formulation of S. Babaeinejadsarookolaee et al., The Power Grid Library for Benchmarking AC Optimal
Power Flow Algorithms, arXiv:1908.02788 (2019), model 1, and its flat start: angles of 0, all else in the middle of its
limits.  The multipliers of the balances are the prices of power at the buses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

import sqp
from sqp.algorithm.result import Result
from sqp.arrays import Indices, Vector
from sqp_problems.power.costs import Costs
from sqp_problems.power.matpower import Text, read_case
from sqp_problems.power.network import Branches, Network
from sqp_problems.power.operating_point import OperatingPoint, operating_point
from sqp_problems.power.service import network_of


@dataclass(frozen=True, eq=False)
class OptimalPowerFlow:
    """A network and the model of its cheapest operation, started from the flat start.

    Attributes
    ----------
    network : Network
    model : sqp.Model
        Variables ``va`` (rad), ``vm``, ``pg`` and ``qg`` (per unit), constraints ``active balance``, ``reactive
        balance``, ``loading at start``, ``loading at end`` and ``angle difference``.
    """

    network: Network
    model: sqp.Model

    def operating_point(self, result: Result) -> OperatingPoint:
        """A solution in MW, Mvar, MVA and degrees, by bus numbers."""
        values = (np.asarray(result[name]) for name in ("va", "vm", "pg", "qg"))
        price = np.asarray(result.multiplier("active balance"))
        return operating_point(self.network, *values, price=price)


def opf(path: Text) -> OptimalPowerFlow:
    """The optimal power flow of a MATPOWER case file.

    Parameters
    ----------
    path : str, Path, or resource of a package

    Raises
    ------
    ReadError
        If the file is not a case file or its numbers contradict each other.
    """
    return opf_of(network_of(read_case(path)))


def opf_of(network: Network) -> OptimalPowerFlow:
    """The optimal power flow of a network."""
    m = sqp.Model(network.name)
    buses, generators, branches = network.buses, network.generators, network.branches
    n, g = buses.numbers.size, generators.bus.size
    free = np.where(buses.reference, 0.0, np.inf)
    va = m.variable("va", n, lower=-free, upper=free, start=0.0, unit="rad")
    vm = m.variable("vm", n, lower=buses.lowest, upper=buses.highest, start=_middle(buses.lowest, buses.highest))
    low, high = generators.lowest, generators.highest
    pg = m.variable("pg", g, lower=low.real, upper=high.real, start=_middle(low.real, high.real))
    qg = m.variable("qg", g, lower=low.imag, upper=high.imag, start=_middle(low.imag, high.imag))
    m.minimize(_cost(m, "active", generators.active, pg) + _cost(m, "reactive", generators.reactive, qg))

    p_start, q_start, p_end, q_end, at_start, at_end = _flows(m, branches, va, vm)
    into, out, feeding = (_summing(at, n) for at in (branches.start, branches.end, generators.bus))
    square = vm**2
    drawn = buses.demand.real + buses.shunt.real * square
    m.subject_to(drawn + into @ p_start + out @ p_end - feeding @ pg == 0, name="active balance")
    drawn = buses.demand.imag + buses.shunt.imag * square
    m.subject_to(drawn + into @ q_start + out @ q_end - feeding @ qg == 0, name="reactive balance")
    rated = np.flatnonzero(np.isfinite(branches.rating)).tolist()
    if rated:
        m.subject_to(at_start[rated] <= 1, name="loading at start")
        m.subject_to(at_end[rated] <= 1, name="loading at end")
    limited = np.flatnonzero(np.isfinite(branches.least) | np.isfinite(branches.most))
    if limited.size:
        across = va[branches.start[limited].tolist()] - va[branches.end[limited].tolist()]
        least, most = branches.least[limited], branches.most[limited]
        m.subject_to(across, lower=least, upper=most, name="angle difference")
    return OptimalPowerFlow(network, m)


def branch_flows(va_f: Any, vm_f: Any, va_t: Any, vm_t: Any, g: Any, b: Any, rating: Any) -> list[Any]:
    """P and Q into both ends of one branch, and the squares of the apparent powers relative to the rating.

    Parameters
    ----------
    va_f, vm_f, va_t, vm_t : scalars
        Voltages at the start and at the end.
    g, b : (4,)
        Real and imaginary parts of Y_ff, Y_ft, Y_tf and Y_tt.
    """
    across = va_f - va_t
    even, odd = vm_f * vm_t * ca.cos(across), vm_f * vm_t * ca.sin(across)
    p_start = g[0] * vm_f**2 + g[1] * even + b[1] * odd
    q_start = -b[0] * vm_f**2 - b[1] * even + g[1] * odd
    p_end = g[3] * vm_t**2 + g[2] * even - b[2] * odd
    q_end = -b[3] * vm_t**2 - b[2] * even - g[2] * odd
    at_start, at_end = (p_start / rating) ** 2 + (q_start / rating) ** 2, (p_end / rating) ** 2 + (q_end / rating) ** 2
    return [p_start, q_start, p_end, q_end, at_start, at_end]


def _flows(m: sqp.Model, branches: Branches, va: Any, vm: Any) -> list[Any]:
    """What :func:`branch_flows` returns, each as a column with one entry for each branch."""
    start, end = branches.start.tolist(), branches.end.tolist()
    if not start:
        return [ca.DM(0, 1)] * 6
    y = branches.admittance
    over = [va[start], vm[start], va[end], vm[end], np.asarray(y.real), np.asarray(y.imag), branches.rating]
    flows = m.map(branch_flows, over=over, count=len(start))
    return [flows[k, :].T for k in range(6)]


def _cost(m: sqp.Model, kind: str, costs: Costs, power: Any) -> Any:
    """The polynomials, and a variable above the pieces of each generator whose cost has pieces."""
    total = costs.of(power, ca.sum1)
    generators = costs.in_pieces
    if not generators.size:
        return total
    price = m.variable(f"{kind} cost", generators.size, start=0.0, unit="$/h")
    of_piece = _summing(np.searchsorted(generators, costs.generator), generators.size).T
    powers = _summing(costs.generator, costs.polynomials.shape[0]).T @ power
    m.subject_to(of_piece @ price >= costs.slope * powers + costs.offset, name=f"pieces of the {kind} cost")
    return total + ca.sum1(price)


def _summing(positions: Indices, n: int) -> Any:
    """(n, k) sparse matrix that adds up what belongs to the same bus."""
    return ca.DM.triplet(positions.tolist(), list(range(positions.size)), ca.DM.ones(positions.size), n, positions.size)


def _middle(lower: Vector, upper: Vector) -> Vector:
    """The middle of two bounds; the finite one, or 0, where there is no middle."""
    finite = np.isfinite(lower) & np.isfinite(upper)
    with np.errstate(invalid="ignore"):
        return np.where(finite, 0.5 * (lower + upper), np.clip(0.0, lower, upper))
