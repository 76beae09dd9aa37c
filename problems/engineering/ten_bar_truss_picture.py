"""Draw a design of the ten-bar truss beside the uniform start, with its margins and its convergence history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sqp.algorithm.result import Result
from sqp.arrays import Vector
from sqp_problems.engineering import ten_bar_truss as truss

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAGNIFICATION = 25.0  # of displacements
POINTS_PER_AREA = 0.5  # width of a drawn bar per in²
THINNEST = 0.8  # points
REACHED = 1.0 - 1e-6  # share of a limit from which it counts as reached
COLOURS = "RdBu_r"  # red pulls, blue pushes
GREY, DARK, MARK = "0.75", "0.15", "#c06000"


def draw(result: Result, solves: Mapping[str, Result]) -> Figure:
    """The uniform start, the design of ``result``, the share of each limit that it uses, and how it was found.

    ``solves`` are the solves that led there, in their order, under the names that the convergence history shows.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14.5, 9.0), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)  # type: ignore[union-attr]
    panels = figure.subplot_mosaic([["start", "solution"], ["limits", "history"]], height_ratios=[1.15, 1])
    uniform = np.full(len(truss.BARS), 10.0)
    _truss(panels["start"], uniform, equilibrium(uniform), "Before: every bar 10 in²")
    _truss(panels["solution"], result["area"], result["displacement"], "After: the lightest truss")
    _limits(panels["limits"], result["displacement"])
    _history(panels["history"], solves)
    stresses = ScalarMappable(Normalize(-truss.STRESS_LIMIT, truss.STRESS_LIMIT), COLOURS)
    bar = figure.colorbar(stresses, ax=[panels["start"], panels["solution"]], shrink=0.75, aspect=25, pad=0.01)
    bar.set_label("stress, ksi  (compression < 0 < tension)")
    figure.suptitle(f"Ten-bar truss: {result.f:.2f} lb", fontsize=17, fontweight="bold")
    return figure


def equilibrium(area: Vector) -> Vector:
    """(8,) displacements under which a truss with these areas carries the loads, in inches."""
    cosines = truss.direction_cosines()
    stiffness = cosines.T @ np.diag(truss.YOUNG * area / truss.LENGTHS) @ cosines
    return np.asarray(np.linalg.solve(stiffness, truss.LOADS), dtype=np.float64)


def stress(displacement: Vector) -> Vector:
    """(10,) stress of each bar in ksi, tension positive."""
    return truss.YOUNG / truss.LENGTHS * (truss.direction_cosines() @ displacement)


def _truss(axes: Axes, area: Vector, displacement: Vector, title: str) -> None:
    """The truss in its deformed shape over the undeformed one: width is area, colour is stress."""
    from matplotlib import colormaps

    moved = truss.NODES.copy()
    moved[: truss.FREE] += MAGNIFICATION * displacement.reshape(truss.FREE, 2)
    loads = stress(displacement)
    at_limit = np.abs(loads) >= REACHED * truss.STRESS_LIMIT
    for bar in np.argsort(-area):
        tail, head = truss.BARS[bar]
        axes.plot(*truss.NODES[[tail, head]].T, color=GREY, lw=1, ls=(0, (5, 4)), zorder=1)
        colour = colormaps[COLOURS](0.5 + loads[bar] / (2 * truss.STRESS_LIMIT))
        width = max(THINNEST, POINTS_PER_AREA * area[bar])
        ends = moved[[tail, head]].T
        axes.plot(*ends, color=DARK, lw=width + 1.2, solid_capstyle="butt", zorder=3)
        axes.plot(*ends, color=colour, lw=width, solid_capstyle="butt", zorder=3)
        _bar_label(axes, int(bar), ends, float(area[bar]), at_limit=bool(at_limit[bar]))
    _nodes(axes, moved, displacement)
    _supports_and_loads(axes, moved)
    weight = truss.DENSITY * float(truss.LENGTHS @ area)
    sag = float(np.abs(displacement).max())
    axes.set_title(f"{title}\n", fontsize=13, fontweight="bold")
    facts = f"{weight:.2f} lb,  most stressed bar {np.abs(loads).max():.2f} ksi,  largest displacement {sag:.2f} in"
    axes.text(0.5, 1.02, facts, transform=axes.transAxes, ha="center", color="0.3")
    axes.set(xlim=(-75, 845), ylim=(-215, 430), aspect="equal")
    axes.axis("off")


def _bar_label(axes: Axes, bar: int, ends: Any, area: float, *, at_limit: bool) -> None:
    """The bar's number and area beside it, away from where diagonals cross; marked if it is at its stress limit."""
    along = 0.5 if bar < 6 else 0.27
    (x0, x1), (y0, y1) = ends
    edge, width = (MARK, 1.8) if at_limit else (GREY, 0.8)
    text = f"{bar + 1}:  {area:.4g} in²" + ("\nat stress limit" if at_limit else "")
    axes.text(
        x0 + along * (x1 - x0),
        y0 + along * (y1 - y0),
        text,
        fontsize=8.5,
        ha="center",
        va="center",
        color=MARK if at_limit else DARK,
        fontweight="bold" if at_limit else "normal",
        bbox={"boxstyle": "round,pad=0.25", "fc": "white", "ec": edge, "lw": width},
        zorder=6,
    )


def _nodes(axes: Axes, moved: Any, displacement: Vector) -> None:
    axes.plot(*moved.T, "o", ms=15, mfc="white", mec=DARK, mew=1.5, zorder=5)
    for node, place in enumerate(moved):
        axes.annotate(str(node + 1), place, ha="center", va="center", fontsize=9, fontweight="bold", zorder=7)
    limit = truss.DISPLACEMENT_LIMIT
    for node, (sideways, up) in enumerate(displacement.reshape(truss.FREE, 2)):
        most = max(abs(sideways), abs(up))
        if most >= REACHED * limit:
            axes.plot(*moved[node], "o", ms=22, mfc="none", mec=MARK, mew=2.2, zorder=5)
            kind = "at its limit" if most <= limit / REACHED else f"beyond {limit:g} in"
            x, y = moved[node] + np.array([30, 8])
            axes.text(x, y, f"{most:.2f} in,\n{kind}", color=MARK, fontsize=9, fontweight="bold", zorder=6)


def _supports_and_loads(axes: Axes, moved: Any) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((-48, -45), 34, 450, fc="0.93", ec="0.6", hatch="////", lw=0, zorder=0))
    axes.plot([-14, -14], [-45, 405], color=DARK, lw=2, zorder=2)
    for node in np.flatnonzero(truss.LOADS.reshape(truss.FREE, 2)[:, 1]):
        x, y = moved[node]
        arrow = {"arrowstyle": "-|>,head_width=0.45,head_length=0.9", "lw": 2.5, "color": DARK}
        axes.annotate("", (x, y - 110), (x, y - 18), arrowprops=arrow, zorder=4)
        axes.text(x, y - 118, "100 kip", ha="center", va="top", fontsize=10)


def _limits(axes: Axes, displacement: Vector) -> None:
    """The share of its limit that every stress and every displacement uses."""
    from matplotlib import colormaps

    loads = stress(displacement)
    used = np.concatenate([np.abs(loads) / truss.STRESS_LIMIT, np.abs(displacement) / truss.DISPLACEMENT_LIMIT])
    names = [f"{bar + 1}" for bar in range(len(loads))]
    names += [f"{node + 1}{axis}" for node in range(truss.FREE) for axis in "xy"]
    places = np.concatenate([np.arange(len(loads)), len(loads) + 0.8 + np.arange(displacement.size)])
    fills = [colormaps[COLOURS](0.5 + load / (2 * truss.STRESS_LIMIT)) for load in loads] + ["0.7"] * displacement.size
    edges = [MARK if share >= REACHED else DARK for share in used]
    axes.bar(places, 100 * used, color=fills, edgecolor=edges, linewidth=[2.5 if e == MARK else 0.8 for e in edges])
    axes.axhline(100, color=MARK, lw=1.2, ls="--", zorder=0)
    for place, share in zip(places, used, strict=True):
        if share >= REACHED:
            axes.text(place, 101.5, "limit", color=MARK, ha="center", fontsize=9, fontweight="bold")
    axes.set_xticks(places, names)
    axes.set_ylim(0, 112)
    axes.set_ylabel("share of the limit, %")
    for middle, text in ((4.5, "stress of bar"), (14.3, "displacement of node, across (x) and up (y)")):
        axes.text(middle, -11, text, ha="center", va="top")
    axes.set_title("What holds the design back", fontsize=12, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)


def _history(axes: Axes, solves: Mapping[str, Result]) -> None:
    """Residuals on a logarithmic scale and the weight beside them, over the iterations of solve after solve."""
    from matplotlib.ticker import MaxNLocator

    records = [record for solve in solves.values() for record in solve.history]
    iterations = 1 + np.arange(len(records))
    for name, colour in (("stationarity", "#1f4e79"), ("violation", "#b03a2e"), ("complementarity", "#7d8a2e")):
        values = np.array([getattr(record, name) for record in records])
        axes.semilogy(iterations, np.where(values > 0, values, np.nan), "o-", ms=4, color=colour, label=name)
    axes.set(xlabel="iteration", ylabel="residual")
    axes.grid(visible=True, alpha=0.25)
    weight = axes.twinx()
    weight.plot(iterations, [record.f for record in records], "s--", ms=4, color="0.45", label="weight (right)")
    weight.set_ylabel("weight, lb")
    weight.set_ylim(bottom=0)
    lines = [*axes.get_lines(), *weight.get_lines()]
    names = [str(line.get_label()) for line in lines]
    axes.legend(lines, names, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=4, frameon=False)
    before = 0.5
    for name, solve in solves.items():
        after = before + len(solve.history)
        axes.text((before + after) / 2, 1.015, name, color=MARK, ha="center", transform=axes.get_xaxis_transform())
        if after < len(records):
            axes.axvline(after, color=MARK, lw=1.3, ls="--")
        before = after
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    counts = " + ".join(str(solve.iterations) for solve in solves.values())
    axes.set_title(f"Convergence in {counts} iterations\n", fontsize=12, fontweight="bold")
    for panel in (axes, weight):
        panel.spines["top"].set_visible(False)
