"""Checkpoints: a solve in one file, from which it can be continued to the same bits.

The file holds the start, the settings and the answers of the user's functions, in numpy's ``.npz`` format without
pickled objects; ``x``, ``y`` and ``z`` in it are the last iterate, for whoever wants no more than that.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import warnings
import zipfile
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from sqp.algorithm.record import IterationRecord
from sqp.algorithm.start import Start
from sqp.algorithm.state import SolverState
from sqp.errors import CheckpointError, SqpWarning
from sqp.evaluation.recording import Recording
from sqp.model.problem import Problem
from sqp.settings import positive_real, switch, whole_number

FORMAT = 1
Arrays = dict[str, NDArray[Any]]


@final
@dataclass(frozen=True)
class Checkpoint:
    """Where and how often to save a solve; at its end it is saved in any case.

    Parameters
    ----------
    path : str or path
        The file; replaced as a whole each time, so that it is complete whenever the process may die.
    every : int
        Save after this many iterations; at least 1.
    resume : bool
        If the file exists, continue the solve in it instead of beginning anew: a script that is started again after it
        was stopped goes on where it was.
    seconds : float
        But not before this many seconds have passed since the last time; not negative.

    Examples
    --------
    >>> Checkpoint("plant.npz", every=10).every
    10
    """

    path: str | os.PathLike[str]
    resume: bool = field(default=False, kw_only=True)
    every: int = field(default=1, kw_only=True)
    seconds: float = field(default=10.0, kw_only=True)

    def __post_init__(self) -> None:
        switch("Checkpoint.resume", self.resume)
        whole_number("Checkpoint.every", self.every, least=1)
        if self.seconds:
            positive_real("Checkpoint.seconds", self.seconds)

    def __fspath__(self) -> str:
        return os.fspath(self.path)


@dataclass(frozen=True, eq=False)
class Saved:
    """The content of a checkpoint.

    Attributes
    ----------
    settings : dict or None
        The encoded settings of the method; None if they hold objects that are not of this package.
    problem : dict
        What :func:`fingerprint` says of the problem.
    start, warm : Start, SolverState or None
        Where the solve began.
    recording : Recording
        The answers of the functions.
    iterations, seconds : int, float
        What the solve has taken so far.
    """

    settings: dict[str, Any] | None
    problem: dict[str, Any]
    start: Start
    warm: SolverState | None
    recording: Recording
    iterations: int = 0
    seconds: float = 0.0

    def write(self, path: Path, latest: Arrays) -> None:
        """Write the file beside its place, and move it there when it is complete."""
        header = {
            "format": FORMAT,
            "version": _own_version(),
            "settings": self.settings,
            "problem": self.problem,
            "notes": self.start.notes,
            "iterations": self.iterations,
            "seconds": self.seconds,
        }
        start = {"x": self.start.x, "y": self.start.y, "z": self.start.z}
        arrays = {
            "header": np.array(json.dumps(header)),
            **{f"start.{name}": part for name, part in start.items() if part is not None},
            **({} if self.warm is None else _prefixed("warm.", self.warm.to_arrays())),
            **_prefixed("answers.", self.recording.to_arrays()),
            **latest,
        }
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with beside.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    @classmethod
    def read(cls, path: Path) -> Saved:
        """The content of a file.

        Raises
        ------
        CheckpointError
            If there is no such file, or it is not a whole checkpoint of this version.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays: Arrays = dict(file)
            header = json.loads(str(arrays["header"]))
            _check_versions(path, header)
            start = arrays["start.x"], arrays.get("start.y"), arrays.get("start.z")
            warm = _without_prefix("warm.", arrays)
            return cls(
                header["settings"],
                header["problem"],
                Start(*start, tuple(header["notes"])),
                SolverState.from_arrays(warm) if warm else None,
                Recording.from_arrays(_without_prefix("answers.", arrays)),
                int(header["iterations"]),
                float(header["seconds"]),
            )
        except FileNotFoundError as error:
            raise CheckpointError(f"{path}: there is no such checkpoint") from error
        except (KeyError, TypeError, ValueError, IndexError, EOFError, OSError, zipfile.BadZipFile) as error:
            if isinstance(error, CheckpointError):
                raise
            raise CheckpointError(f"{path} is no checkpoint, or is damaged: {error}") from error


def _own_version() -> str:
    try:
        return version("sqp-framework")
    except PackageNotFoundError:  # used from its sources
        return "source"


def _check_versions(path: Path, header: dict[str, Any]) -> None:
    found, own = (header["format"], header["version"]), (FORMAT, _own_version())
    if found != own:
        raise CheckpointError(
            f"{path} was written by version {found[1]} in format {found[0]}, this is version {own[1]} with format "
            f"{own[0]}: another version may take other steps. Start anew from the point in it, numpy.load(path)['x']"
        )


def _prefixed(prefix: str, arrays: Arrays) -> Arrays:
    return {prefix + name: part for name, part in arrays.items()}


def _without_prefix(prefix: str, arrays: Arrays) -> Arrays:
    return {name.removeprefix(prefix): part for name, part in arrays.items() if name.startswith(prefix)}


def fingerprint(problem: Problem) -> dict[str, Any]:
    """What must agree between the problem of a checkpoint and that of the solve that continues it."""
    bounds = problem.variable_bounds, problem.constraint_bounds
    parts = [part.tobytes() for pair in bounds for part in (pair.lower, pair.upper)]
    digest = hashlib.sha256(b"".join(parts)).hexdigest()
    return {"variables": bounds[0].size, "constraints": bounds[1].size, "bounds": digest}


@final
class CheckpointKeeper:
    """Saves a solve as often as its settings say; a disk that fails later is a warning, not the end of the solve."""

    def __init__(self, settings: Checkpoint, saved: Saved) -> None:
        self._settings = settings
        self._path = Path(settings.path)
        self._saved = saved
        self._begin = self._last = time.perf_counter()
        self._iterations = self._unsaved = 0
        self._latest: Arrays = {"x": saved.start.x}

    def reached(self, record: IterationRecord) -> None:
        self._iterations += 1
        self._unsaved += 1
        if record.x is not None and record.y is not None and record.z is not None:
            self._latest = {"x": record.x, "y": record.y, "z": record.z}

    def save_if_due(self) -> None:
        late = time.perf_counter() - self._last >= self._settings.seconds
        if self._unsaved >= self._settings.every and late and not self._saved.recording.replays:
            self.save()

    def save(self) -> None:
        try:
            self.write()
        except OSError as error:
            warnings.warn(SqpWarning(f"the checkpoint {self._path} could not be written: {error}"), stacklevel=2)

    def write(self) -> None:
        """Write the file, or raise OSError."""
        saved = self._saved
        if saved.recording.replays:
            return  # the file knows more
        seconds = saved.seconds + time.perf_counter() - self._begin
        now = Saved(saved.settings, saved.problem, saved.start, saved.warm, saved.recording, self._iterations, seconds)
        now.write(self._path, self._latest)
        self._last, self._unsaved = time.perf_counter(), 0
