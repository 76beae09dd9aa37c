"""The iteration log as callbacks: one for the terminal, one for ``logging``.

As a library the package is silent; whoever wants to see the iterations passes one of these as ``callback``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import final

from rich.console import Console
from rich.text import Text

from sqp.algorithm.record import IterationRecord
from sqp.report.columns import header, row

LOGGER = logging.getLogger("sqp")


@final
class TerminalLog:
    """Prints one line per iteration, with the titles above every ``repeat`` lines.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where to print; standard output by default.
    repeat : int
        Lines between two headers; positive.

    Examples
    --------
    >>> from sqp.algorithm.record import IterationRecord
    >>> log = TerminalLog(Console(width=130, color_system=None))
    >>> log(IterationRecord(iteration=1, f=2.0, violation=0.5, stationarity=1.0, complementarity=0.0))
    iter              f violation station.   compl.      |d|   length    shift active          qp  note
       1   2.000000e+00  5.00e-01 1.00e+00 0.00e+00 0.00e+00 0.00e+00        -      0
    """

    def __init__(self, console: Console | None = None, *, repeat: int = 25) -> None:
        self._console = Console(highlight=False) if console is None else console
        self._repeat = repeat
        self._printed = 0

    def __call__(self, record: IterationRecord) -> None:
        if self._printed % self._repeat == 0:
            self._print(Text(header(), style="bold"))
        self._printed += 1
        self._print(Text(row(record), style="yellow" if record.note else ""))

    def _print(self, line: Text) -> None:
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)


@final
class LoggingLog:
    """Sends one line per iteration to ``logging.getLogger("sqp")``.

    Parameters
    ----------
    level : int
        Level of the lines, ``logging.INFO`` by default.

    Examples
    --------
    >>> from sqp.algorithm.record import IterationRecord
    >>> LoggingLog()(IterationRecord(iteration=1, f=2.0, violation=0.5, stationarity=1.0, complementarity=0.0))
    """

    def __init__(self, level: int = logging.INFO) -> None:
        self._level = level
        self._started = False

    def __call__(self, record: IterationRecord) -> None:
        if not LOGGER.isEnabledFor(self._level):
            return
        if not self._started:
            LOGGER.log(self._level, "%s", header())
            self._started = True
        LOGGER.log(self._level, "%s", row(record))


def both(*listeners: Callable[[IterationRecord], object]) -> Callable[[IterationRecord], object]:
    """One callback that informs every listener; the run stops as soon as one of them asks for it.

    Examples
    --------
    >>> from sqp.algorithm.record import IterationRecord
    >>> seen = []
    >>> record = IterationRecord(iteration=1, f=2.0, violation=0.5, stationarity=1.0, complementarity=0.0)
    >>> both(seen.append, seen.append)(record)
    False
    >>> len(seen)
    2
    """

    def inform(record: IterationRecord) -> bool:
        answers = [listener(record) for listener in listeners]
        return any(answer is True for answer in answers)

    return inform
