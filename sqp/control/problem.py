"""An optimal control problem that can be solved."""

from __future__ import annotations

from sqp.control.ocp import ControlStatement


class OptimalControlProblem(ControlStatement):
    """An optimal control problem stated with names, and its solution.

    Everything that states the problem is in :class:`sqp.control.ocp.ControlStatement`.

    Examples
    --------
    >>> ocp = OptimalControlProblem("brake", horizon=20, duration=2.0)
    """
