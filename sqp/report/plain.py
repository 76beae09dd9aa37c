"""The iteration log as plain lines, for hosts that show what a solver prints."""

from __future__ import annotations

from typing import Protocol, final

from sqp.algorithm.record import IterationRecord
from sqp.report.columns import header, row


class Stream(Protocol):
    """Whatever text can be written to."""

    def write(self, text: str, /) -> object: ...

    def flush(self) -> None: ...


@final
class PlainLog:
    """Writes one line an iteration to a stream, with the titles above the first.

    Examples
    --------
    >>> import sys
    >>> from sqp.algorithm.record import IterationRecord
    >>> log = PlainLog(sys.stdout)
    >>> log(IterationRecord(iteration=1, f=2.0, violation=0.5, stationarity=1.0, complementarity=0.0))
    iter              f violation station.   compl.      |d|   length    shift active          qp  note
       1   2.000000e+00  5.00e-01 1.00e+00 0.00e+00 0.00e+00 0.00e+00        -      0
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._started = False

    def __call__(self, record: IterationRecord) -> None:
        lines = [row(record)] if self._started else [header(), row(record)]
        self._stream.write("".join(f"{line}\n" for line in lines))
        self._stream.flush()
        self._started = True
