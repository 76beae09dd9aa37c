"""Several phases in a row: each an optimal control problem of its own, the next one beginning where one ends."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import casadi as ca
from numpy.typing import ArrayLike

from sqp.control.horizon import Horizon
from sqp.control.problem import OptimalControlProblem, objective_of, with_initial
from sqp.control.trajectory import Trajectory, trajectory
from sqp.errors import ModelError
from sqp.front.model import Model


class Phases:
    """Optimal control over several phases, with dynamics, constraints and a duration of their own.

    Parameters
    ----------
    phases : sequence of OptimalControlProblem
        With different names, which stand before those of their variables: ``result["PHASE.STATE"]``.
    jumps : sequence of mappings, optional
        One between each phase and the next: ``{state of the next phase: expression in states of the one before}``.
        Left out or None, states of the same name continue, and the others of the next phase are free.

    Raises
    ------
    ModelError
        If names repeat, the number of jumps does not fit, or a jump names no state.

    Examples
    --------
    A ball is thrown and bounces; where it is after two seconds is to be 10:

    >>> def flight(name, **initial):
    ...     ocp = OptimalControlProblem(name, horizon=10, duration=1.0)
    ...     h, v = ocp.state("h", initial=initial.get("h")), ocp.state("v")
    ...     ocp.derivatives({h: v, v: -9.81})
    ...     return ocp, h, v
    >>> (up, h, v), (again, _, w) = flight("up", h=0.0), flight("again")
    >>> up.terminal(h == 0.0)
    >>> again.terminal_squares(again["h"] - 1.0)
    >>> result = Phases([up, again], jumps=[{"h": h, w: -0.8 * v}]).solve()
    >>> round(result["up.v"][0].item(), 4), round(result["again.v"][0].item(), 4)
    (4.905, 3.924)
    """

    def __init__(
        self,
        phases: Sequence[OptimalControlProblem],
        jumps: Sequence[Mapping[Any, Any] | None] | None = None,
    ) -> None:
        names = [phase.name for phase in phases]
        if not phases or len(set(names)) < len(names):
            raise ModelError(f"phases must have different names, got {', '.join(names) or 'none'}")
        if jumps is not None and len(jumps) != len(phases) - 1:
            raise ModelError(f"{len(phases)} phases need {len(phases) - 1} jumps, got {len(jumps)}")
        self.phases = tuple(phases)
        self.jumps = tuple(jumps) if jumps is not None else (None,) * (len(phases) - 1)
        self._model: Model | None = None

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What stands before the names of each phase."""
        return tuple(f"{phase.name}." for phase in self.phases)

    def model(self) -> Model:
        """All phases as one model."""
        if self._model is None:
            model = Model(" and ".join(phase.name for phase in self.phases))
            horizons = [
                Horizon(model, phase.stages(), prefix) for phase, prefix in zip(self.phases, self.prefixes, strict=True)
            ]
            for i, jump in enumerate(self.jumps):
                self._link(model, horizons[i], horizons[i + 1], i, jump)
            objective_of(model, horizons)
            self._model = model
        return self._model

    def solve(
        self,
        start: Any = None,
        parameters: Mapping[str, ArrayLike] | None = None,
        *,
        initial: Mapping[str, ArrayLike] | None = None,
        **settings: Any,
    ) -> Trajectory:
        """Solve all phases together; ``initial`` is that of the first.  See :meth:`OptimalControlProblem.solve`."""
        stages = tuple(phase.stages() for phase in self.phases)
        values = with_initial(stages[0], parameters, initial, self.prefixes[0])
        return trajectory(self.model().solve(start, values, **settings), stages, self.prefixes)

    def _link(self, model: Model, before: Horizon, after: Horizon, i: int, jump: Mapping[Any, Any] | None) -> None:
        first, second = self.phases[i], self.phases[i + 1]
        known = {quantity.name for quantity in before.stages.states} - {"duration"}
        same = {q.name: first[q.name] for q in after.stages.states if q.name in known}
        for state, expression in (same if jump is None else jump).items():
            name = second.name_of_state(state)
            end = first.output(expression)
            value = end(before.X[:, -1], ca.DM.zeros(before.stages.nu), before.p[:, -1], before.g)
            begin = second.output(second[name])
            target = begin(after.X[:, 0], ca.DM.zeros(after.stages.nu), after.p[:, 0], after.g)
            model.subject_to(target - value, f"{second.name} begins with {name}", lower=0.0, upper=0.0)
