"""A result as text: names, values, units and multipliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqp.algorithm.result import Result


def solution_table(result: Result) -> str:
    """The solution as a plain text table."""
    lines = [f"{name:>24} = {value:.8g}" for name, value in zip(result.variable_names, result.x, strict=False)]
    return "\n".join(lines)
