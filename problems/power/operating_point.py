"""A point of operation in the units that engineers use, by the numbers of the case file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.arrays import Indices, Vector
from sqp_problems.power.network import Branches, Complex, Network


@dataclass(frozen=True, eq=False)
class OperatingPoint:
    """Voltages, generation and flows.

    Attributes
    ----------
    bus : (n,)
        Bus numbers.
    magnitude, angle : (n,)
        Voltages: per unit, degrees.
    price : (n,)
        What one more MW of demand costs: $/MWh.
    generator : (g,)
        Rows of the file's table ``gen``, from 0, that are in service.
    active, reactive : (g,)
        Generation: MW, Mvar.
    branch : (k,)
        Rows of the file's table ``branch``, from 0, that are in service.
    start, end : (k,) complex
        Flows into the two ends: MW + j Mvar.
    loading : (k,)
        The larger apparent power of the two ends divided by the rating; 0 where there is none.
    losses : float
        Of all branches: MW.
    cost : float
        Of all generators: $/h.
    """

    bus: Indices
    magnitude: Vector
    angle: Vector
    price: Vector
    generator: Indices
    active: Vector
    reactive: Vector
    branch: Indices
    start: Complex
    end: Complex
    loading: Vector
    losses: float
    cost: float

    def __str__(self) -> str:
        lines = [
            f"cost {self.cost:,.2f} $/h, losses {self.losses:,.2f} MW",
            "",
            "   bus      V pu   angle deg  price $/MWh",
        ]
        voltages = zip(self.bus, self.magnitude, self.angle, self.price, strict=True)
        lines += [f"{number:>6}  {v:>8.4f}  {a:>10.4f}  {p:>11.4f}" for number, v, a, p in voltages]
        lines += ["", "   gen       P MW     Q Mvar"]
        generation = zip(self.generator, self.active, self.reactive, strict=True)
        lines += [f"{row + 1:>6}  {p:>9.3f}  {q:>9.3f}" for row, p, q in generation]
        return "\n".join(lines)


def operating_point(
    network: Network, va: Vector, vm: Vector, pg: Vector, qg: Vector, *, price: Vector
) -> OperatingPoint:
    """The point with the given voltages (rad, per unit), generation (per unit) and prices ($/h per unit)."""
    generators, branches, base = network.generators, network.branches, network.base
    start, end = _flows(branches, (vm * np.exp(1j * va)).astype(np.complex128))
    largest = np.maximum(np.abs(start), np.abs(end))
    pieces = generators.active.of_pieces(pg) + generators.reactive.of_pieces(qg)
    return OperatingPoint(
        bus=network.buses.numbers,
        magnitude=vm,
        angle=np.rad2deg(va),
        price=price / base,
        generator=generators.rows,
        active=base * pg,
        reactive=base * qg,
        branch=branches.rows,
        start=base * start,
        end=base * end,
        loading=np.where(np.isfinite(branches.rating), largest / branches.rating, 0.0),
        losses=base * float((start + end).real.sum()),
        cost=float(generators.active.of(pg) + generators.reactive.of(qg)) + pieces,
    )


def _flows(branches: Branches, voltage: Complex) -> tuple[Complex, Complex]:
    """V conj(Y V) at both ends of every branch."""
    start, end = voltage[branches.start], voltage[branches.end]
    ff, ft, tf, tt = branches.admittance
    return start * np.conj(ff * start + ft * end), end * np.conj(tf * start + tt * end)
