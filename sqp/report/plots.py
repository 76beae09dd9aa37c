"""Pictures of a run; matplotlib is imported when the first one is asked for."""

# pyright: reportUnknownMemberType=false
from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import numpy as np

from sqp.algorithm.result import Result
from sqp.errors import ProblemError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MEASURES = ("stationarity", "violation", "complementarity")
_FLOOR = 1e-17


def convergence_plot(result: Result, path: str | PathLike[str] | None = None) -> Figure:
    """Residuals over the iterations on a logarithmic scale, and the step lengths below them.

    Parameters
    ----------
    result : Result
        A result with a history of at least one iteration.
    path : path, optional
        Where to write the picture; the ending decides the format (``.png``, ``.svg``, ``.pdf``).

    Raises
    ------
    ProblemError
        If the history is empty.
    ModuleNotFoundError
        If matplotlib is not installed (``pip install 'sqp-framework[plot]'``).
    """
    from matplotlib.figure import Figure

    if not result.history:
        raise ProblemError("convergence_plot: the result has no iterations to show")
    iterations = [record.iteration for record in result.history]
    figure = Figure(figsize=(7.0, 5.0), layout="constrained")
    residuals, lengths = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    for measure in _MEASURES:
        values = np.array([getattr(record, measure) for record in result.history])
        residuals.semilogy(iterations, np.maximum(values, _FLOOR), marker=".", label=measure)
    residuals.set_ylabel("residual")
    residuals.grid(visible=True, alpha=0.3)
    residuals.legend()
    lengths.bar(iterations, [record.length for record in result.history], width=0.6, color="0.5")
    lengths.set_ylabel("step length")
    lengths.set_xlabel("iteration")
    lengths.xaxis.get_major_locator().set_params(integer=True)
    figure.suptitle(f"{result.point.name}, f = {result.f:.8g}")
    if path is not None:
        figure.savefig(path, dpi=150)
    return figure
