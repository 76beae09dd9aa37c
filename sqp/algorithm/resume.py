"""Begin a solve, or continue one from its checkpoint."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqp.algorithm.checkpoint import Checkpoint, CheckpointKeeper, Saved, fingerprint
from sqp.algorithm.encoding import decoded, encoded
from sqp.algorithm.journal import Callback
from sqp.algorithm.limits import Limits
from sqp.algorithm.result import Result
from sqp.algorithm.session import Session
from sqp.algorithm.solve import solve
from sqp.algorithm.start import Start
from sqp.algorithm.state import SolverState
from sqp.errors import CheckpointError, OptionError
from sqp.evaluation.ledger import Ledger
from sqp.evaluation.recording import Recording
from sqp.model.problem import Problem
from sqp.settings import instance

if TYPE_CHECKING:
    from sqp.algorithm.sqp import SQP


def begin(
    settings: SQP,
    problem: Problem,
    start: Start,
    warm: SolverState | None,
    callback: Callback | None,
    checkpoint: Checkpoint | None,
) -> Result:
    """Solve from a checked start.

    Raises
    ------
    OptionError
        If the callback is no function, or the checkpoint cannot be written.
    CheckpointError
        If it is to be continued and cannot be, or began elsewhere.
    """
    _check_callback(callback)
    if checkpoint is None:
        return solve(settings, problem, start, Session(_ledger(settings, None), callback, warm))
    instance("checkpoint", checkpoint, Checkpoint)
    path = Path(checkpoint.path)
    if checkpoint.resume and path.exists():
        saved = Saved.read(path)
        if not _same_start(saved.start, start):
            raise CheckpointError(f"{path} is of a solve from another start")
        return _continued(path, saved, problem, settings, callback, checkpoint)
    saved = Saved(_encoded(settings), fingerprint(problem), start, warm, Recording())
    keeper = CheckpointKeeper(checkpoint, saved)
    try:
        keeper.write()
    except OSError as error:
        raise OptionError(f"Checkpoint.path: {os.fspath(checkpoint)} cannot be written: {error}") from error
    return solve(settings, problem, start, Session(_ledger(settings, saved.recording), callback, warm, keeper))


def resume(
    path: str | os.PathLike[str],
    problem: Problem,
    *,
    method: SQP | None = None,
    limits: Limits | None = None,
    callback: Callback | None = None,
    checkpoint: Checkpoint | None = None,
) -> Result:
    """Continue a solve from its checkpoint: the result has the same bits as if it had never been interrupted.

    The solver repeats what it did, with the answers of the functions from the file, and goes on from there; this takes
    the time of the solver, not that of the functions.  One evaluation of each function shows whether the problem is
    still the same.

    Parameters
    ----------
    path : path
        What was given to :class:`~sqp.algorithm.checkpoint.Checkpoint`.
    problem : Problem
        The problem that was solved.
    method : SQP, optional
        The settings of the solve; needed only if some of them are not of this package.
    limits : Limits, optional
        New limits, counted from the very beginning of the solve; seconds are counted from now.
    callback : callable, optional
        Called with the records of new iterations.
    checkpoint : Checkpoint, optional
        Where to go on saving; by default the same file.

    Raises
    ------
    CheckpointError
        If the file is damaged, of another version or of another problem, or if the solve does not repeat itself.

    Examples
    --------
    >>> import sqp, tempfile
    >>> m = sqp.Model("rosenbrock")
    >>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
    >>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    >>> file = Path(tempfile.mkdtemp()) / "rosenbrock.npz"
    >>> m.solve(checkpoint=sqp.Checkpoint(file), limits=sqp.Limits(iterations=5)).stop.name
    'ITERATION_LIMIT'
    >>> result = resume(file, m.problem(), limits=sqp.Limits())
    >>> result.stop.name, result.x.tobytes() == m.solve().x.tobytes()
    ('CONVERGED', True)
    """
    _check_callback(callback)
    saved = Saved.read(Path(path))
    settings = _settings(path, saved, method)
    if limits is not None:
        instance("limits", limits, Limits)
        settings = replace(settings, limits=limits)
    return _continued(path, saved, problem, settings, callback, checkpoint or Checkpoint(path))


def _continued(
    path: str | os.PathLike[str],
    saved: Saved,
    problem: Problem,
    settings: SQP,
    callback: Callback | None,
    checkpoint: Checkpoint,
) -> Result:
    _check_problem(path, saved, fingerprint(problem))
    _check_settings(path, saved, settings)
    saved = replace(saved, settings=_encoded(settings))
    keeper = CheckpointKeeper(checkpoint, saved)
    ledger = _ledger(settings, saved.recording)
    session = Session(ledger, callback, saved.warm, keeper, saved.iterations, time.perf_counter() - saved.seconds)
    return solve(settings, problem, saved.start, session)


def _check_callback(callback: object) -> None:
    if callback is not None and not callable(callback):
        raise OptionError(f"callback must be a function of the iteration's record, got {callback!r}")


def _ledger(settings: SQP, recording: Recording | None) -> Ledger:
    limits = settings.limits
    return Ledger(limits.evaluations, time.perf_counter() + limits.seconds, recording)


def _encoded(settings: SQP) -> dict[str, Any] | None:
    try:
        return encoded(settings)
    except TypeError:
        return None


def _check_problem(path: str | os.PathLike[str], saved: Saved, found: dict[str, Any]) -> None:
    for what in ("variables", "constraints"):
        if saved.problem[what] != found[what]:
            raise CheckpointError(f"{path} is of a problem with {saved.problem[what]} {what}, this has {found[what]}")
    if saved.problem != found:
        raise CheckpointError(f"{path} is of a problem of the same size with other bounds")


def _same_start(one: Start, other: Start) -> bool:
    pairs = (one.x, other.x), (one.y, other.y), (one.z, other.z)
    return all(a is b if a is None or b is None else a.tobytes() == b.tobytes() for a, b in pairs)


def _settings(path: str | os.PathLike[str], saved: Saved, method: SQP | None) -> SQP:
    if method is not None:
        return method
    if saved.settings is None:
        raise CheckpointError(f"{path}: the settings hold objects of your own: give them again as method=SQP(...)")
    return decoded(saved.settings)


def _check_settings(path: str | os.PathLike[str], saved: Saved, settings: SQP) -> None:
    given = _encoded(settings)
    if given is None or saved.settings is None:
        return  # whether they are the same shows when the solve repeats itself
    for name, value in saved.settings["fields"].items():
        if name != "limits" and value != given["fields"].get(name):
            raise CheckpointError(f"{path} was written by a solve with another setting of {name!r}")
