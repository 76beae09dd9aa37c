"""A flight recorder: everything that a step depended on, so that it can be repeated bit for bit."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from sqp.arrays import Vector
from sqp.control.plan import Plan
from sqp.control.stages import Stages, Table
from sqp.control.status import StepReport
from sqp.errors import ReadError
from sqp.settings import whole_number


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a controller knows between two steps.

    Attributes
    ----------
    plan : Plan or None
    applied : bool
        Whether its first control was handed out, so that the next step is one sample later.
    elapsed : float
        Time since the first step.
    data : (p, g)
        The parameters last used.
    start : (nx,)
        The last finite measurement.
    doubtful : bool
        Whether the last program failed, so that the plan begins anew from there.

    Examples
    --------
    >>> none = np.zeros((1, 0)), np.zeros(0)
    >>> Snapshot(None, applied=False, elapsed=0.0, data=none, start=np.zeros(2)).plan is None
    True
    """

    plan: Plan | None
    applied: bool
    elapsed: float
    data: tuple[Table, Vector]
    start: Vector
    doubtful: bool = False

    @classmethod
    def at_start(cls, stages: Stages, data: tuple[Table, Vector]) -> Snapshot:
        """That of a controller that has done nothing yet."""
        return cls(None, applied=False, elapsed=0.0, data=data, start=stages.initial_state)


@dataclass(frozen=True, eq=False)
class Entry:
    """One step: the state before it, what came in (with the readings of the clock), and what went out.

    Examples
    --------
    >>> from sqp.control.status import Status
    >>> before = Snapshot(None, applied=False, elapsed=0.0, data=(np.zeros((1, 0)), np.zeros(0)), start=np.zeros(1))
    >>> entry = Entry(before, None, np.zeros(1), (0.0, 0.1), np.array([2.0]), StepReport(Status.SOLVED))
    >>> entry.is_same(np.array([2.0])), entry.is_same(np.array([2.0 + 1e-15]))
    (True, False)
    """

    before: Snapshot
    parameters: Mapping[str, ArrayLike] | None
    measured: Vector
    readings: tuple[float, ...]
    control: Vector
    report: StepReport

    def is_same(self, control: Vector) -> bool:
        """Whether a repetition gave the same control, to the last bit."""
        return bool(np.array_equal(self.control, control, equal_nan=True))


@final
class FlightRecorder:
    """Keeps the last steps of a controller.

    Parameters
    ----------
    capacity : int
        How many steps are kept; at least 1.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=5, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.stage_squares(sqp.stack([x, u]))
    >>> recorder = FlightRecorder()
    >>> mpc = sqp.control.MPC(ocp, recorder=recorder)
    >>> controls = [mpc.step([value]) for value in (1.0, 0.7, 0.6)]
    >>> entry = recorder.entries[1]
    >>> entry.is_same(mpc.replay(entry))
    True
    """

    def __init__(self, capacity: int = 10_000) -> None:
        whole_number("FlightRecorder.capacity", capacity, least=1)
        self._entries: deque[Entry] = deque(maxlen=capacity)

    @property
    def entries(self) -> list[Entry]:
        """The steps that are kept, the oldest first."""
        return list(self._entries)

    def add(self, entry: Entry) -> None:
        """Write a step down, and forget the oldest if there is no room."""
        self._entries.append(entry)

    def save(self, path: str | PathLike[str]) -> None:
        """Write all steps to a file, which :meth:`load` reads; pickled, so read only files you trust."""
        Path(path).write_bytes(pickle.dumps(self.entries))

    @classmethod
    def load(cls, path: str | PathLike[str]) -> FlightRecorder:
        """The recorder that wrote a file.

        Raises
        ------
        ReadError
            If the file holds anything else.
        """
        found: Any = pickle.loads(Path(path).read_bytes())
        if not (isinstance(found, list) and all(isinstance(entry, Entry) for entry in found)):  # pyright: ignore[reportUnknownVariableType]
            raise ReadError(f"{path} is no flight record")
        recorder = cls(max(len(found), 1))  # pyright: ignore[reportUnknownArgumentType]
        for entry in found:  # pyright: ignore[reportUnknownVariableType]
            recorder.add(entry)  # pyright: ignore[reportUnknownArgumentType]
        return recorder
