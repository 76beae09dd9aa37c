from __future__ import annotations

import io
import logging

import pytest
from rich.console import Console

from sqp.algorithm.record import IterationRecord
from sqp.report.columns import COLUMNS, header, row
from sqp.report.log import LoggingLog, TerminalLog, both


def record(iteration: int = 1, note: str = "") -> IterationRecord:
    return IterationRecord(
        iteration=iteration,
        f=-123456.789,
        violation=1e-99,
        stationarity=float("nan"),
        complementarity=float("inf"),
        step_norm=1e99,
        length=0.5,
        shift=2.0,
        active=12345,
        backend="osqp+active set"[:11],
        note=note,
    )


def test_cells_stand_under_their_titles() -> None:
    line = row(record())
    assert len(line) == sum(column.width for column in COLUMNS) + len(COLUMNS) - 1
    assert header().index("note") == len(line) + 2


def test_the_header_is_repeated() -> None:
    out = io.StringIO()
    log = TerminalLog(Console(file=out, width=200), repeat=2)
    for iteration in range(1, 6):
        log(record(iteration))
    lines = out.getvalue().splitlines()
    assert [k for k, line in enumerate(lines) if line.startswith("iter")] == [0, 3, 6]
    assert [int(line.split()[0]) for line in lines if not line.startswith("iter")] == [1, 2, 3, 4, 5]


def test_a_narrow_terminal_does_not_break_lines() -> None:
    out = io.StringIO()
    TerminalLog(Console(file=out, width=40))(record(note="relaxed"))
    assert len(out.getvalue().splitlines()) == 2
    assert out.getvalue().rstrip().endswith("relaxed")


def test_markup_in_a_note_is_text() -> None:
    out = io.StringIO()
    TerminalLog(Console(file=out, width=200))(record(note="[bold]x[1]"))
    assert "[bold]x[1]" in out.getvalue()


def test_logging_says_nothing_unless_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="sqp"):
        LoggingLog()(record())
    assert caplog.records == []
    with caplog.at_level(logging.INFO, logger="sqp"):
        log = LoggingLog()
        log(record(1))
        log(record(2))
    assert [entry.name for entry in caplog.records] == ["sqp"] * 3
    assert caplog.messages == [header(), row(record(1)), row(record(2))]


def test_every_listener_hears_and_any_may_stop() -> None:
    heard: list[int] = []

    def stopping(_: IterationRecord) -> bool:
        return True

    assert both(stopping, lambda r: heard.append(r.iteration))(record(7)) is True
    assert both(lambda r: heard.append(r.iteration))(record(8)) is False
    assert heard == [7, 8]
