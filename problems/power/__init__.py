"""AC optimal power flow: networks in the MATPOWER format, the polar formulation, operating points in engineering units.

The problems are those of :func:`~sqp_problems.power.opf.opf`, which takes the path of a case file:

>>> from importlib.resources import files
>>> from sqp_problems.power.opf import opf
>>> flow = opf(files("sqp_problems.power") / "five_buses.m")
>>> point = flow.operating_point(flow.model.solve())
>>> round(point.cost, 2), round(point.losses, 2)
(13576.55, 9.92)
"""

from __future__ import annotations

SUITE = "power"
