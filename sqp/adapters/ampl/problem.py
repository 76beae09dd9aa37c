"""A problem that came from a ``.nl`` file."""

from __future__ import annotations

from typing import Any, final

from sqp.adapters.ampl.info import AmplInfo
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.pairs import Pairs


@final
class AmplProblem(CasadiProblem):
    """A CasADi problem that also knows what its file said beyond the mathematics.

    The keyword arguments are those of :class:`~sqp.model.casadi_problem.CasadiProblem`, and

    Parameters
    ----------
    info : AmplInfo
        Options and suffixes of the file.
    notes : tuple of str
        What a user should know about how the file was understood.
    dual_start, bound_dual_start : (m,) and (n,) arrays or None
        Multipliers y and z to start from, in this package's sign, if the file has them.
    pairs : Pairs or None
        The complementarity conditions of the file; the rows of their products come after the file's own rows.
    """

    def __init__(
        self,
        x: Any,
        f: Any,
        c: Any,
        *,
        variable_bounds: Bounds,
        constraint_bounds: Bounds,
        start: Vector,
        variable_names: tuple[str, ...],
        constraint_names: tuple[str, ...],
        info: AmplInfo,
        notes: tuple[str, ...],
        dual_start: Vector | None,
        bound_dual_start: Vector | None,
        pairs: Pairs | None = None,
    ) -> None:
        super().__init__(
            x,
            f,
            c,
            variable_bounds=variable_bounds,
            constraint_bounds=constraint_bounds,
            start=start,
            variable_names=variable_names,
            constraint_names=constraint_names,
            sense=info.sense,
            pairs=pairs,
        )
        self.info = info
        self.notes = notes
        self.dual_start = dual_start
        self.bound_dual_start = bound_dual_start
