"""Pictures of trajectories; matplotlib is imported when the first one is asked for."""

# pyright: reportUnknownMemberType=false
from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from sqp.arrays import Vector
from sqp.control.collocation import POINTS
from sqp.control.stages import Stages, Table
from sqp.control.trajectory import Trajectory
from sqp.model.quantity import Quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def trajectory_plot(result: Trajectory, path: str | PathLike[str] | None = None) -> Figure:
    """One panel for each state and control: curves over time, bounds as dashed lines, units on the axes.

    Parameters
    ----------
    result : Trajectory
    path : path, optional
        Where to write the picture; the ending decides the format (``.png``, ``.svg``, ``.pdf``).

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is not installed (``pip install 'sqp-framework[plot]'``).
    """
    from matplotlib.figure import Figure

    everything = (q.name for stages in result.phases for q in (*stages.states, *stages.controls))
    names = [name for name in dict.fromkeys(everything) if name != POINTS]
    figure = Figure(figsize=(7.0, 1.2 + 1.5 * len(names)), layout="constrained")
    panels = dict(zip(names, figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0], strict=True))
    for phase, stages in enumerate(result.phases):
        times = result.times(phase)
        tables = (stages.states, stages.state_lower, stages.state_upper), (
            stages.controls, stages.control_lower, stages.control_upper,
        )  # fmt: skip
        for values, (quantities, lower, upper) in zip(
            (result.states(phase), result.controls(phase)), tables, strict=True
        ):
            at = 0
            for quantity in quantities:
                part = slice(at, at + quantity.size)
                at += quantity.size
                if quantity.name == POINTS:
                    continue
                _curve(panels[quantity.name], times, np.atleast_2d(values[quantity.name]))
                _bounds(panels[quantity.name], times, lower[:, part], upper[:, part])
                panels[quantity.name].set_ylabel(_label(quantity, stages))
    panels[names[-1]].set_xlabel("time")
    figure.suptitle(f"{result.point.name}, f = {result.f:.6g}")
    if path is not None:
        figure.savefig(path, dpi=150)
    return figure


def _curve(panel: Any, times: Vector, rows: Table) -> None:
    """States as lines through the nodes, controls as stairs."""
    for row in rows:
        if row.size == times.size:
            panel.plot(times, row, marker=".", markersize=3)
        else:
            panel.stairs(row, times, baseline=None, linewidth=1.5)
    panel.grid(visible=True, alpha=0.3)


def _bounds(panel: Any, times: Vector, lower: Table, upper: Table) -> None:
    for side in (lower, upper):
        for column in side.T:
            shown = np.where(np.isfinite(column), column, np.nan)
            if not np.isnan(shown).all():
                panel.plot(times[: column.size], shown, color="0.4", linestyle="--", linewidth=0.8)


def _label(quantity: Quantity, stages: Stages) -> str:
    unit = stages.units.get(quantity.name)
    return f"{quantity.name} [{unit}]" if unit else quantity.name
