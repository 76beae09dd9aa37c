"""The Jacobian of a column expression in which a few rows have many entries."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np

#: How many times fewer sweeps the split must take to be worth two Jacobians.
_WORTH = 2


def jacobian(c: Any, x: Any) -> Any:
    """The Jacobian of ``c`` with respect to ``x``, with the sparsity of ``casadi.jacobian`` and in fewer sweeps.

    A sweep of colouring differentiates along several variables, or of several rows, that no row, or no variable, has in
    common.  One row that all variables enter makes a colour of each of them: such rows are differentiated by a reverse
    sweep of their own, and the rest is coloured without them.

    Parameters
    ----------
    c : (m, 1) casadi.SX or casadi.MX
    x : (n, 1) casadi symbol

    Examples
    --------
    >>> x = ca.SX.sym("x", 4)
    >>> jacobian(ca.vertcat(x[:3] - x[1:], ca.sum1(x)), x).sparsity()
    Sparsity(4x4,10nz)
    """
    pattern = ca.jacobian_sparsity(c, x)
    heavy = heavy_rows(np.bincount(np.array(pattern.row(), dtype=np.int64), minlength=c.numel()), pattern)
    if not heavy.size:
        return ca.jacobian(c, x)
    light = np.setdiff1d(np.arange(c.numel()), heavy)
    parts = [ca.jacobian(c[rows.tolist()], x) for rows in (heavy, light)]
    places = np.argsort(np.concatenate((heavy, light)))
    return ca.vertcat(*parts)[places.tolist(), :]


def heavy_rows(entries: Any, pattern: Any) -> Any:
    """The rows with so many ``entries`` (m,) that a reverse sweep for each of them is worth it; ascending."""
    order = np.argsort(-entries, kind="stable")
    sweeps = np.arange(order.size) + entries[order]  # a sweep per heavy row, at least one per entry of the next row
    columns = np.diff(pattern.colind())
    if not order.size or not columns.size:
        return order[:0]
    count = int(sweeps.argmin())
    if _WORTH * sweeps[count] >= min(entries.max(), columns.max()):
        return order[:0]
    return np.sort(order[:count])
