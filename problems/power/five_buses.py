r"""A made-up network of five buses that has every feature of the file format that the reader knows.

Two parallel transformers, one of them with a phase shift, shunts, quadratic, linear and piecewise linear costs, a
generator, a branch and a bus out of service.  The formulation is that of :mod:`sqp_problems.power.opf`.  At the
solution the bus 20 is at its highest voltage and its generator at its largest reactive power, the branch 10-30 is fully
loaded, and the generator at bus 50 stands on the kink of its cost.

Source: made for this collection; the optimum was found by two solvers.
"""

from __future__ import annotations

from importlib.resources import files

import sqp
from sqp_problems.case import Case, Solution
from sqp_problems.power.opf import opf


def build() -> sqp.Model:
    """The model, started from the flat start."""
    return opf(files("sqp_problems.power") / "five_buses.m").model


CASE = Case(
    name="five_buses",
    build=build,
    optimum=13576.554253417,
    start_objective=8382.0,
    solutions=(
        Solution(
            {
                "va": (0.0, -0.051936483839, -0.154018122507, -0.187744200679, -0.138551414125),
                "vm": (1.046809382387, 1.1, 1.022287703076, 1.038990994643, 1.079378156343),
                "pg": (2.419767280819, 1.69027570089, 0.6),
                "qg": (-0.808611649855, 1.0, 0.389846198027),
                "active cost": (1500.0,),
            },
            13576.554253417,
        ),
    ),
    classification="OOR2-MN-17-29",
    source="made for this collection",
    tags=frozenset({"power", "bounds", "equality", "inequality", "nonconvex"}),
)
