"""The strategies of a run that learn on their way, and what is handed over from one solve to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqp.acceptance.progress import AcceptanceRun
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.state import SolverState, stacked
from sqp.bounds import Bounds
from sqp.hessian.model import HessianRun
from sqp.memory import Remembers
from sqp.model.scaling import Scales
from sqp.qp.program import WorkingSet
from sqp.step.step import StepRun

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP


@dataclass(frozen=True, eq=False)
class Learners:
    """The runs of three strategies, with the settings and for the bounds that they were started with."""

    settings: SQP
    hessian: HessianRun
    judge: AcceptanceRun
    stepper: StepRun
    bounds: tuple[Bounds, Bounds]

    def state(self, iterate: Iterate, scales: Scales, guess: WorkingSet | None) -> SolverState:
        """Everything that can be handed over at an iterate."""
        memories = {key: run.memory() for key, run in self._keyed() if isinstance(run, Remembers)}
        sides = (None, None) if guess is None else (guess.rows.copy(), guess.box.copy())
        point = iterate.x, iterate.y, iterate.z, iterate.f, iterate.c
        return SolverState(*point, stacked(*self.bounds), scales, *sides, memories)

    def taught(self, state: SolverState, iterate: Iterate) -> str:
        """Let the strategies recall what others with the same settings knew, and say in a sentence what was used.

        Filters, penalties and radii belong to one problem: they are taken over only if the function values at the
        first iterate, and the bounds, are those of the state to the last bit.
        """
        same = state.is_at(iterate.f, iterate.c, stacked(*self.bounds))
        used = ["the point", "the multipliers"] + ["the working set"] * (state.rows is not None)
        for key, run in self._keyed():
            role, memory = key.partition(":")[0], state.memories.get(key)
            if memory is not None and isinstance(run, Remembers) and (same or role == "hessian"):
                run.recall({name: part.copy() for name, part in memory.items()})
                used.append(_NAMES[role])
        return f"warm start: used {', '.join(used)} of an earlier solve"

    def _keyed(self) -> list[tuple[str, object]]:
        settings = self.settings
        return [
            (f"hessian: {settings.hessian!r}", self.hessian),
            (f"acceptance: {settings.acceptance!r}", self.judge),
            (f"step: {settings.step!r}", self.stepper),
        ]


_NAMES = {"hessian": "the Hessian", "acceptance": "the acceptance test", "step": "the step control"}
