"""A result as text: status, names, values, units, the bounds that hold, multipliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import norm_inf

if TYPE_CHECKING:
    from sqp.algorithm.result import Result

#: An array with more entries than this is shown by its first and last ones.
LONGEST = 12
_FIRST, _LAST = 8, 2

#: A bound whose multiplier is smaller than this, relative to the largest, is not said to hold.
_NEGLIGIBLE = 1e-9

Row = tuple[str, ...]


def solution_table(result: Result) -> str:
    """The point as plain text: first what it is, then one row per variable entry and one per constraint entry.

    Arrays of more than ``LONGEST`` entries are abbreviated.  A bound is shown as holding where its multiplier is not
    negligible; the sign of the multiplier tells which one.
    """
    threshold = _NEGLIGIBLE * max(1.0, norm_inf(result.y), norm_inf(result.z))
    variables, units, bounds, constraints = _named(result)
    rows = [
        row
        for name, values in variables.items()
        for row in _variable_rows(name, values, units.get(name, ""), bounds.get(name), threshold)
    ]
    blocks = [
        _status(result),
        _aligned(("variable", "value", "unit", "at bound", "multiplier"), rows),
    ]
    if constraints:
        rows = [row for name, values in constraints.items() for row in _constraint_rows(name, values, threshold)]
        blocks.append(_aligned(("constraint", "multiplier"), rows))
    return "\n\n".join(blocks)


def _status(result: Result) -> str:
    """What the point is and how the run ended, so that no failed solve is taken for a solution."""
    verdict = "solved" if result.success else "NOT SOLVED"
    return (
        f"{verdict}: {result.stop.name}, {result.point.name}; objective {_number(result.f)}; "
        f"largest violation {result.residuals.violation:.1e}"
    )


def _named(result: Result) -> tuple[dict[str, Any], dict[str, str], dict[str, Any], dict[str, Any]]:
    """Values, units and bound multipliers by variable name, and multipliers by constraint name."""
    if result.view is None:
        n, m = result.x.size, result.y.size
        names = result.variable_names or [f"x[{i}]" for i in range(n)]
        rows = result.constraint_names or [f"c[{i}]" for i in range(m)]
        if not result.variable_names and n > LONGEST:
            return {"x": result.x}, {}, {"x": result.z}, {"c": result.y} if m else {}
        return _by_name(names, result.x), {}, _by_name(names, result.z), _by_name(rows, result.y)
    prefix = "bounds of "
    multipliers = result.view.multipliers(result.y, result.z)
    bounds = {name.removeprefix(prefix): value for name, value in multipliers.items() if name.startswith(prefix)}
    constraints = {name: value for name, value in multipliers.items() if not name.startswith(prefix)}
    return result.view.variables(result.x), result.view.units(), bounds, constraints


def _by_name(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, Any]:
    return dict(zip(names, values.tolist(), strict=True))


def _variable_rows(name: str, values: Any, unit: str, multipliers: Any, threshold: float) -> Iterator[Row]:
    array = np.asarray(values, dtype=np.float64)
    mult = np.zeros(array.shape) if multipliers is None else np.asarray(multipliers, dtype=np.float64)
    for index in _shown(array):
        if index is None:
            yield (f"... {array.size - _FIRST - _LAST} more", f"{array.min():.4g} to {array.max():.4g}", "", "", "")
            continue
        side = _side(mult[index], threshold)
        yield (_entry(name, index), _number(array[index]), unit, side, _number(mult[index]) if side else "")


def _constraint_rows(name: str, multipliers: Any, threshold: float) -> Iterator[Row]:
    array = np.asarray(multipliers, dtype=np.float64)
    for index in _shown(array):
        if index is None:
            yield (f"... {array.size - _FIRST - _LAST} more", f"{array.min():.4g} to {array.max():.4g}")
            continue
        yield (_entry(name, index), _number(array[index]) if abs(array[index]) > threshold else "0")


def _shown(array: NDArray[np.float64]) -> Iterator[tuple[int, ...] | None]:
    """Indices of the entries to show, with None where some are left out."""
    indices = list(np.ndindex(array.shape))
    if len(indices) <= LONGEST:
        yield from indices
        return
    yield from indices[:_FIRST]
    yield None
    yield from indices[-_LAST:]


def _entry(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _side(multiplier: float, threshold: float) -> str:
    if abs(multiplier) <= threshold:
        return ""
    return "upper" if multiplier > 0 else "lower"


def _number(value: float) -> str:
    return f"{value:.8g}"


def _aligned(titles: Row, rows: Sequence[Row]) -> str:
    """Columns as wide as their widest cell, empty columns left out; numbers to the right, words to the left."""
    kept = [k for k in range(len(titles)) if k == 0 or any(row[k] for row in rows)]
    table = [tuple(row[k] for k in kept) for row in (titles, *rows)]
    widths = [max(len(row[k]) for row in table) for k in range(len(kept))]
    right = [titles[k] in ("value", "multiplier") for k in kept]
    lines = [
        "  ".join(cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(row, widths, right, strict=True)).rstrip()
        for row in table
    ]
    return "\n".join([lines[0], "-" * max(len(line) for line in lines), *lines[1:]])
