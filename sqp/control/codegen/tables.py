"""The numbers that a controller starts with, as constant arrays in C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sqp.control.codegen.model import StageModel
from sqp.control.codegen.scalar_code import literal
from sqp.control.softening import SLACK_CURVATURE
from sqp.control.stages import Table, Terms

Numbers = NDArray[np.float64]


def table_text(name: str, numbers: Numbers, real: str) -> str:
    """A constant array, by rows.

    Examples
    --------
    >>> print(table_text("a", np.array([[1.0, np.inf], [0.5, 0.0]]), "double"))
    static const double a[2][2] = {
      {1.0, INFINITY},
      {0.5, 0.0}};
    """
    sizes = "".join(f"[{size}]" for size in numbers.shape)
    return f"static const {real} {name}{sizes} = {_braces(numbers, real, depth=1)};"


def initial_tables(model: StageModel, prefix: str, real: str) -> str:
    """All arrays of the controller's initial plan, parameters and limits."""
    stages = model.stages
    controls = np.clip(stages.control_start, stages.control_lower, stages.control_upper)
    plain = {
        "x": stages.state_start,
        "u": controls,
        "p": _at_least_one_column(stages.p),
        "s": stages.g if stages.ng else np.zeros(1),
        "control_lower": stages.control_lower,
        "control_upper": stages.control_upper,
    }
    texts = [table_text(f"initial_{name}", numbers, real) for name, numbers in plain.items()]
    texts.append(table_text("scale", np.concatenate((stages.control_scale, stages.state_scale)), real))
    for name, numbers in (("limits", path_limits(model)), ("terminal_limits", end_limits(model))):
        text = table_text(f"initial_{name}", numbers, real)
        texts.append(text.replace(f"const {real} ", f"const {prefix}_row ", 1).replace("[4] =", " =", 1))
    return "\n".join(texts)


def path_limits(model: StageModel) -> Numbers:
    """(N, rows, 4): lower, upper, linear and quadratic weight of the QP's rows at each stage."""
    stages = model.stages
    lower, upper = stages.state_lower[:-1].copy(), stages.state_upper[:-1].copy()
    lower[0], upper[0] = -np.inf, np.inf  # the initial state is given
    rows = np.concatenate((_hard(lower[:, model.bounded], upper[:, model.bounded]), _weighted(stages.path)), axis=1)
    return np.concatenate((rows, _hard(stages.control_lower, stages.control_upper)), axis=1)


def end_limits(model: StageModel) -> Numbers:
    """(rows, 4) at the end of the horizon."""
    stages, chosen = model.stages, model.bounded_at_end
    bounds = _hard(stages.state_lower[-1:, chosen], stages.state_upper[-1:, chosen])
    rows = np.concatenate((bounds, _weighted(stages.terminal)), axis=1)[0]
    return rows if rows.size else np.zeros((1, 4))


def _hard(lower: Table, upper: Table) -> Numbers:
    nothing = np.zeros_like(lower)
    return np.stack((lower, upper, nothing + np.inf, nothing), axis=2)


def _weighted(terms: Terms) -> Numbers:
    """Weights w1 s + 1/2 w2 s^2, where the stages have linear s + quadratic s^2."""
    linear = np.where(terms.soft, terms.linear, np.inf)
    quadratic = np.where(terms.soft, 2.0 * terms.quadratic + SLACK_CURVATURE * (1.0 + terms.linear), 0.0)
    return np.stack((terms.lower, terms.upper, linear, quadratic), axis=2)


def _at_least_one_column(table: Table) -> Table:
    return table if table.shape[1] else np.zeros((table.shape[0], 1))


def _braces(numbers: Numbers, real: str, *, depth: int) -> str:
    if numbers.ndim == 1:
        return "{" + ", ".join(literal(float(value), real) for value in numbers) + "}"
    inner = [_braces(part, real, depth=depth + 1) for part in numbers]
    indent = "\n" + "  " * depth
    return "{" + indent + f",{indent}".join(inner) + "}"
