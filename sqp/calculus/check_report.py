"""What a check of derivatives found: for people, for programs and as a picture."""

# pyright: reportUnknownMemberType=false
from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isnan
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from sqp.arrays import Vector
from sqp.calculus.check_entries import WrongEntry
from sqp.calculus.remainder import STEPS, Remainders

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: A remainder has to fall at least this fast; without rounding and higher terms it would be 2 and 3.
FIRST_SLOPE = 1.5
SECOND_SLOPE = 2.5
#: Largest relative error of symmetry and bilinearity.
CONSISTENT = 1e-8
#: So many wrong functions are searched for wrong entries, of each order.
SEARCHED = 20

_LISTED = 20
_DRAWN = 6


@dataclass(frozen=True)
class FunctionCheck:
    """How the Taylor remainders of one function fall with the step.

    Attributes
    ----------
    name : str
    first, second : float
        Powers of the step: 2 and 3 if the derivatives are right, 1 and 2 or less if they are wrong.  Infinite if there
        is no remainder above the noise; NaN if the derivative was not checked.  A second derivative is not checked
        where the first is wrong.

    Examples
    --------
    >>> FunctionCheck("area", first=2.0, second=2.0).ok
    False
    """

    name: str
    first: float
    second: float

    @property
    def first_ok(self) -> bool:
        return not self.first < FIRST_SLOPE

    @property
    def second_ok(self) -> bool:
        return not self.second < SECOND_SLOPE

    @property
    def ok(self) -> bool:
        return self.first_ok and self.second_ok


@dataclass(frozen=True, eq=False)
class DerivativeReport:
    """The outcome of :func:`sqp.check_derivatives`.

    Attributes
    ----------
    x : (n,)
        The point.
    functions : tuple of FunctionCheck
    wrong : tuple of WrongEntry
        Entries of the derivatives that disagree with differences.
    symmetry, bilinearity : float
        Relative errors of the second derivative; NaN if there is none.
    unmoved : tuple of str
        Variables that their bounds hold fixed: derivatives with respect to them were not checked.
    skipped : tuple of str
        Functions whose second derivatives were not checked, because there are so many.
    remainders : Remainders
        Along the first direction, for the picture.

    Examples
    --------
    >>> import sqp
    >>> print(sqp.check_derivatives(sqp.det, [[2.0, 1.0], [0.0, 3.0]]))
    first derivatives   right (1 function, remainder falls with the power 2.00)
    second derivatives  right (1 function, remainder is noise)
    symmetry            0.0e+00
    bilinearity         ...
    """

    x: Vector
    functions: tuple[FunctionCheck, ...]
    wrong: tuple[WrongEntry, ...]
    symmetry: float
    bilinearity: float
    unmoved: tuple[str, ...]
    skipped: tuple[str, ...]
    remainders: Remainders

    @property
    def ok(self) -> bool:
        """Whether nothing was found to be wrong."""
        return all(function.ok for function in self.functions) and self.consistent

    @property
    def consistent(self) -> bool:
        """Whether the second derivative, if there is one, is bilinear and symmetric."""
        return not (self.symmetry > CONSISTENT or self.bilinearity > CONSISTENT)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the remainders, in plain Python objects."""
        return {
            "ok": self.ok,
            "x": self.x.tolist(),
            "functions": [asdict(function) | {"ok": function.ok} for function in self.functions],
            "wrong_entries": [asdict(entry) for entry in self.wrong],
            "symmetry_error": self.symmetry,
            "bilinearity_error": self.bilinearity,
            "unmoved": list(self.unmoved),
            "skipped_second": list(self.skipped),
        }

    def plot(self, path: str | PathLike[str] | None = None) -> Figure:
        """Remainders over the step on logarithmic scales, with the slopes that they should have.

        Parameters
        ----------
        path : path, optional
            Where to write the picture; the ending decides the format.

        Raises
        ------
        ModuleNotFoundError
            If matplotlib is not installed (``pip install 'sqp-framework[plot]'``).
        """
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.0, 4.5), layout="constrained")
        left, right = figure.subplots(1, 2, sharex=True)
        r = self.remainders
        for axes, sizes, floors, order in ((left, r.first, r.first_floor, 2), (right, r.second, r.second_floor, 3)):
            for i in self._drawn():
                visible = np.where(sizes[:, i] > 0.0, sizes[:, i], np.nan)
                axes.loglog(STEPS, visible, ".-", label=self.functions[i].name)
                axes.loglog(STEPS, floors[:, i], ":", color="0.7")
            guide = np.nanmax(sizes, initial=1e-16) * STEPS**order
            axes.loglog(STEPS, guide, "--", color="0.4", label=f"slope {order}")
            axes.set_xlabel("step")
            axes.set_title(f"remainder of order {order}")
            axes.grid(visible=True, alpha=0.3)
        left.legend(fontsize="small")
        if path is not None:
            figure.savefig(path, dpi=150)
        return figure

    def _drawn(self) -> list[int]:
        """The functions to draw: wrong ones first."""
        order = sorted(range(len(self.functions)), key=lambda i: self.functions[i].ok)
        return order[:_DRAWN]

    @property
    def _bad_first(self) -> int:
        return sum(not function.first_ok for function in self.functions)

    def __str__(self) -> str:
        lines = [
            f"first derivatives   {_verdict([f.first for f in self.functions], FIRST_SLOPE)}",
            f"second derivatives  {_verdict([f.second for f in self.functions], SECOND_SLOPE)}",
        ]
        if not isnan(self.symmetry):
            lines.append(f"symmetry            {_error(self.symmetry)}")
            lines.append(f"bilinearity         {_error(self.bilinearity)}")
        if self.unmoved:
            lines.append(f"not moved           {_list(self.unmoved)}: their bounds hold them fixed")
        if self.skipped:
            count = f"{len(self.skipped)} of {len(self.functions)} functions"
            lines.append(f"left out            second derivatives of {count}: {_list(self.skipped)}")
        bad = [function for function in self.functions if not function.ok]
        if bad:
            lines += ["", "the remainder falls too slowly with the step:", *_limited([_failure(f) for f in bad])]
        for order, found in (("first", self._bad_first), ("second", len(bad) - self._bad_first)):
            if found > SEARCHED:
                lines.append(f"{SEARCHED} of {found} functions were searched for wrong entries of {order} derivatives")
        if self.wrong:
            lines += ["", "wrong entries:", *_limited([f"  {entry}" for entry in self.wrong])]
        elif bad:
            lines += ["", "no single entry stands out: are these functions smooth, and how noisy are they?"]
        return "\n".join(lines)


def _verdict(slopes: list[float], least: float) -> str:
    checked = [slope for slope in slopes if not isnan(slope)]
    if not checked:
        return "not checked"
    wrong = sum(slope < least for slope in checked)
    if wrong:
        return f"WRONG for {wrong} of {len(checked)} functions"
    count = f"{len(checked)} function{'s' if len(checked) > 1 else ''}"
    worst = min(checked)
    seen = "remainder is noise" if worst == np.inf else f"remainder falls with the power {worst:.2f}"
    return f"right ({count}, {seen})"


def _failure(function: FunctionCheck) -> str:
    expected = [] if function.first_ok else [f"power {function.first:.2f} instead of 2 after the first derivative"]
    expected += [] if function.second_ok else [f"power {function.second:.2f} instead of 3 after the second derivative"]
    return f"  {function.name}: {', '.join(expected)}"


def _error(error: float) -> str:
    return f"{error:.1e}{'' if error <= CONSISTENT else '  WRONG'}"


def _limited(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _LISTED else [*lines[:_LISTED], f"  ... and {len(lines) - _LISTED} more"]


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= _DRAWN else f"{', '.join(names[:_DRAWN])} and {len(names) - _DRAWN} more"
