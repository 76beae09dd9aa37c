"""A network in service, in per unit: what is left of a case file when the switches are set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Indices, Mask, Vector
from sqp_problems.power.costs import Costs

Complex = NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Buses:
    """The nodes.

    Attributes
    ----------
    numbers : (n,)
        As in the file.
    reference : (n,)
        Where the angle is 0.
    demand, shunt : (n,) complex
        Power drawn, and power drawn at a voltage of 1, per unit: P + jQ.
    lowest, highest : (n,)
        Limits of the voltage magnitude, per unit.
    """

    numbers: Indices
    reference: Mask
    demand: Complex
    shunt: Complex
    lowest: Vector
    highest: Vector


@dataclass(frozen=True, eq=False)
class Generators:
    """What feeds in.

    Attributes
    ----------
    bus : (g,)
        Positions of the buses.
    rows : (g,)
        Rows of the file's table, from 0.
    lowest, highest : (g,) complex
        Limits of P + jQ, per unit.
    active, reactive : Costs
        What P and Q cost per hour.
    """

    bus: Indices
    rows: Indices
    lowest: Complex
    highest: Complex
    active: Costs
    reactive: Costs


@dataclass(frozen=True, eq=False)
class Branches:
    """Lines and transformers: the currents at the two ends are Y times the voltages.

    Attributes
    ----------
    start, end : (k,)
        Positions of the buses.
    rows : (k,)
        Rows of the file's table, from 0.
    admittance : (4, k) complex
        The entries ff, ft, tf, tt of Y, per unit.
    rating : (k,)
        Largest apparent power at either end, per unit; infinite for none.
    least, most : (k,)
        Limits of the angle at the start minus that at the end, radians; infinite for none.
    """

    start: Indices
    end: Indices
    rows: Indices
    admittance: Complex
    rating: Vector
    least: Vector
    most: Vector


@dataclass(frozen=True, eq=False)
class Network:
    """What is in service; powers are in units of ``base`` MVA."""

    name: str
    base: float
    buses: Buses
    generators: Generators
    branches: Branches
