"""Whatever bytes a file holds, reading it gives a problem or says what is wrong, and nothing else happens."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sqp.adapters.ampl.read import read_nl
from sqp.errors import ReadError
from tests.unit.adapters.nl_files import rich_text, to_binary

FORMATS = {
    "text": rich_text().encode(),
    "little-endian": to_binary(rich_text()),
    "big-endian": to_binary(rich_text(), ">"),
}

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
formats = pytest.mark.parametrize("data", FORMATS.values(), ids=FORMATS)


@pytest.fixture
def check(tmp_path: Path) -> Callable[[bytes], bool]:
    """Reads the bytes and says whether they are a model; any other outcome than a model or a refusal is a failure."""
    path = tmp_path / "model.nl"

    def accepts(data: bytes) -> bool:
        path.write_bytes(data)
        message = ""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                problem = read_nl(path)
            except ReadError as error:
                message = str(error)
                problem = None
        if problem is None:
            assert message.startswith(f"{path}: ")
            return False
        assert problem.start.shape == (problem.variable_bounds.size,)
        assert problem.constraints(problem.start).shape == (problem.constraint_bounds.size,)
        assert isinstance(problem.objective(problem.start), float)
        return True

    return accepts


@formats
@relaxed
@given(end=st.floats(0, 1, exclude_max=True))
def test_truncated_files_are_refused(data: bytes, end: float, check: Callable[[bytes], bool]) -> None:
    assert not check(data[: int(end * len(data.rstrip()))])


@formats
@relaxed
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
def test_changed_bytes(data: bytes, changes: list[tuple[float, int]], check: Callable[[bytes], bool]) -> None:
    broken = bytearray(data)
    for place, byte in changes:
        broken[int(place * len(data))] = byte
    check(bytes(broken))


@formats
@relaxed
@given(start=st.floats(0, 1), length=st.integers(1, 40), filler=st.binary(max_size=12))
def test_replaced_stretches(
    data: bytes, start: float, length: int, filler: bytes, check: Callable[[bytes], bool]
) -> None:
    at = int(start * len(data))
    check(data[:at] + filler + data[at + length :])


@relaxed
@given(head=st.sampled_from([b"", b"g", b"b", b"g3 1 1 0\n"]), tail=st.binary(max_size=300))
def test_garbage(head: bytes, tail: bytes, check: Callable[[bytes], bool]) -> None:
    assert not check(head + tail)


@formats
@relaxed
@given(line=st.integers(1, 9), numbers=st.lists(st.integers(0, 2**40), min_size=1, max_size=6))
def test_garbage_counts(data: bytes, line: int, numbers: list[int], check: Callable[[bytes], bool]) -> None:
    lines = data.split(b"\n")
    lines[line] = " ".join(map(str, numbers)).encode()
    check(b"\n".join(lines))


@formats
def test_the_file_itself_is_a_model(data: bytes, check: Callable[[bytes], bool]) -> None:
    assert check(data)
