"""What the segments of a ``.nl`` file said, before it becomes a problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqp.adapters.ampl.header import Header
from sqp.adapters.ampl.info import Suffix
from sqp.adapters.ampl.stream import Pairs
from sqp.adapters.ampl.tape import Tape
from sqp.bounds import Bounds
from sqp.errors import ReadError


@dataclass(eq=False)
class Contents:
    """The body of the file so far.

    Parameters
    ----------
    tape : Tape
        Holds the expressions; the numbers below are its nodes.
    constraints : dict
        Nonlinear part by row.
    objectives : dict
        Nonlinear part and sense (+1 minimise, -1 maximise) by index.
    jacobian, gradients : dict
        Linear part by row and by objective: variables and coefficients.
    variable_bounds, constraint_bounds : Bounds or None
        None until their segment has been read.
    complements : dict
        Variable by row that complements it.
    start, dual_start : pairs
        Initial variables and multipliers (in AMPL's sign), those not listed being 0.
    suffixes : dict
        By kind and name.
    nonsmooth : tuple of str
        Operators that are not differentiable everywhere.
    """

    tape: Tape
    constraints: dict[int, int] = field(default_factory=dict[int, int])
    objectives: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    jacobian: dict[int, Pairs] = field(default_factory=dict[int, Pairs])
    gradients: dict[int, Pairs] = field(default_factory=dict[int, Pairs])
    variable_bounds: Bounds | None = None
    constraint_bounds: Bounds | None = None
    complements: dict[int, int] = field(default_factory=dict[int, int])
    start: Pairs | None = None
    dual_start: Pairs | None = None
    suffixes: dict[tuple[str, str], Suffix] = field(default_factory=dict[tuple[str, str], Suffix])
    nonsmooth: tuple[str, ...] = ()


def check_complete(path: Path, header: Header, contents: Contents) -> None:
    """Compare what was read with what the header announced: a truncated file is one that lacks something.

    Raises
    ------
    ReadError
        Naming what is missing.
    """
    if contents.variable_bounds is None:
        raise ReadError(f"{path}: the bounds of the variables (segment b) are missing: the file seems truncated")
    if contents.constraint_bounds is None and header["constraints"]:
        raise ReadError(f"{path}: the bounds of the constraints (segment r) are missing: the file seems truncated")
    for what, letter, announced, found in (
        ("nonlinear constraints", "C", header["nonlinear_constraints"], _first(contents.constraints)),
        ("objectives", "O", header["objectives"], len(contents.objectives)),
        ("linear entries of constraints", "J", header["jacobian_entries"], _entries(contents.jacobian)),
        ("linear entries of objectives", "G", header["gradient_entries"], _entries(contents.gradients)),
    ):
        if found < announced or (letter in "JG" and found != announced):
            raise ReadError(f"{path}: the header announces {announced} {what} (segments {letter}), found {found}")


def _first(rows: dict[int, int]) -> int:
    """How many of the first rows are there without a gap."""
    return next(i for i in range(len(rows) + 1) if i not in rows)


def _entries(rows: dict[int, Pairs]) -> int:
    return sum(len(indices) for indices, _ in rows.values())
