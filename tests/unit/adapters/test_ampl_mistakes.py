"""What is wrong in a ``.nl`` file is said in one sentence that names the file, the place, and what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sqp.adapters.ampl.codes import SolveCode
from sqp.adapters.ampl.read import read_nl
from sqp.adapters.ampl.service import answered
from sqp.errors import ReadError, UnsupportedError
from tests.unit.adapters.nl_files import nl_text, rich_text, to_binary

#: What to replace in the rich model by what, and what the message must then say; @ marks the line that it must name.
MISTAKES = [
    ("g3 1 1 0", "@x3 1 1 0", "expected 'g' (a text file) or 'b' (a binary file), found 'x3 1 1 0"),
    ("g3 1 1 0", "@g3 1 one 0", "expected a letter, the number of options"),
    (" 4 3 1 0 0\t#", "@ 4 3\t#", "expected the counts of variables, constraints, objectives"),
    (" 4 3 1 0 0", "@ -4 3 1 0 0", "expected the counts of variables"),
    (" 4 3 1 0 0", "@ 0 3 1 0 0", "expected at least one variable, found none"),
    (" 4 3 1 0 0", " 4 900000000 1 0 0", "the header announces 900000000 constraints, but the file is too short"),
    (" 4 3 1 0 0", "@ 99999999999999999999 3 1 0 0", "expected the counts of variables"),
    (" 2 1\n", "@ 7 1\n", "expected at most 3 (constraints) for nonlinear_constraints, found 7"),
    (" 10 2\n", " 11 2\n", "the header announces 11 linear entries of constraints (segments J), found 10"),
    ("S0 1 p", "@S9 1 p", "expected the kind of a suffix, from 0 to 7, found 9"),
    ("2 7\n", "@4 7\n", "expected an index of variables, from 0 to 3, found 4"),
    ("2 7\n", "@2 7.5\n", "expected an integer, found '7.5'"),
    ("V4 1 0", "@V4 1", "expected 3 integer(s) after the letter of the segment, found 2 field(s)"),
    ("V4 1 0\n3 0.5", "V5 1 0\n@3 0.5", "expected the index of a defined variable, from 4 to 4, found 5"),
    ("V4 1 0\n3", "V4 1 0\n@4", "expected a defined variable only after its definition, found v4"),
    ("o2\no2\nv0", "o2\n@o200\nv0", "expected an opcode of the format, found o200"),
    ("o2\no2\nv0", "o2\no2\n@v12", "expected the index of a variable, from 0 to 4, found 12"),
    ("o2\no2\nv0", "o2\no2\n@v1_0", "expected an integer, found '1_0'"),
    ("o2\no2\nv0", "o2\no2\n@w0", "expected an expression (a line that starts with o, n, s, l or v), found 'w0'"),
    ("o2\no2\nv0", "o2\no2\n@nnan", "expected a number, found 'nan'"),
    ("o2\no2\nv0", "o2\no2\n@ninf", "expected a finite number, found 'ninf'"),
    ("o2\no2\nv0", "o2\no2\n@s" + "9" * 400, "expected an integer, found '999"),
    ("o54\n4", "o54\n@0", "expected at least one operand, found 0"),
    ("o54\n4", "o54\n3", "expected a segment (one of F L S V C O d x r b k K J G), found 'o'"),
    ("C1\n", "@C0\n", "expected one segment of this kind for each constraint, found a second one for constraint 0"),
    ("C1\n", "@C3\n", "expected an index of constraints, from 0 to 2, found 3"),
    ("C1\n", "@C-1\n", "expected an index of constraints, from 0 to 2, found -1"),
    ("O0 1", "@O0 2", "expected 0 (minimise) or 1 (maximise), found 2"),
    ("0 0.55", "@0 nan", "expected a number, found 'nan'"),
    ("0 0.55", "@0 inf", "expected a finite number, found inf"),
    ("2 25", "@7 25", "expected bounds of constraint 0 (a kind from 0 to 4), found 7"),
    ("2 25", "@2", "expected 1 number(s) after the kind 2 of the bounds, found '2'"),
    ("0 1 5", "@0 5 1", "expected bounds of variable 0 that admit a value, found [5, 1]"),
    ("0 1 5", "@0 nan 1", "expected a number, found 'nan'"),
    ("k3\n", "@k7\n", "expected the number of columns, from 0 to 4, found 7"),
    ("J2 2\n0 1", "J2 2\n@0 1 5", "expected 2 number(s) on each line of this block, found '0 1 5'"),
    ("2 25", "@5 1 9", "expected a variable for constraint 0 to complement, from 1 to 4, found 9"),
    ("J2 2\n", "@J2 900000000\n", "expected a number of entries from 0 to 4, found 900000000"),
    ("G0 2\n2 -1", "G0 2\n@2 one", "expected a number, found 'one'"),
    ("G0 2\n2 -1\n3 0\n", "G0 2\n@2 -1\n", "expected 1 more line(s) in this block of 2, found the end of the file"),
]

#: The same for features that the reader understands and refuses.
FEATURES = [
    ("\n 0 0 0 0 0\n", "\n@ 1 1 0 0 0\n", "2 variable(s) must be integer, the first is variable 2"),
    ("\n 0 0 0 0 0\n", "\n@ 0 0 1 0 0\n", "1 variable(s) must be integer, the first is variable 3"),
    (" 4 3 1 0 0", "@ 4 3 1 0 0 2", "2 logical constraint(s)"),
    ("C0\n", "@L0\n", "has a logical constraint"),
    ("C0\n", "@F0 1 -1 erf\n", "declares the external function 'erf'"),
    ("O0 1\no16", "O0 1\n@f0 1", "calls an external function"),
    ("O0 1\no16", "O0 1\n@h3:abc", "uses a string"),
    ("O0 1\no16", "O0 1\n@o64", "uses a piecewise-linear term (o64)"),
]


def refusal(folder: Path, data: str | bytes) -> str:
    path = folder / "model.nl"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ReadError) as caught:
        read_nl(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def assert_refused(folder: Path, old: str, new: str, sentence: str) -> None:
    text = rich_text()
    assert old in text
    before, mark, after = text.replace(old, new, 1).partition("@")
    place = rf"line {before.count(chr(10)) + 1}: " if mark else r"(line \d+: )?"
    assert re.match(place + re.escape(sentence), refusal(folder, before + after))


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES)
def test_mistakes_are_placed_by_line(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    assert_refused(tmp_path, old, new, sentence)


@pytest.mark.parametrize(("old", "new", "sentence"), FEATURES)
def test_features_beyond_smooth_problems(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    assert_refused(tmp_path, old, new, sentence)
    with pytest.raises(UnsupportedError):
        read_nl(tmp_path / "model.nl")


def test_binary_mistakes_are_placed_by_byte(tmp_path: Path) -> None:
    data = to_binary(rich_text())
    start = data.index(b"O\0\0\0\0")
    assert refusal(tmp_path, data[: start + 3]) == f"byte {start + 1}: expected 2 integer(s), found the end of the file"
    assert refusal(tmp_path, data.replace(b"O\0\0\0\0", b"Q\0\0\0\0")).startswith(f"byte {start}: expected a segment")
    assert refusal(tmp_path, data.replace(b"O\0\0\0\0", b"O\7\0\0\0")) == (
        f"byte {start + 1}: expected an index of objectives, from 0 to 0, found 7"
    )


@pytest.mark.parametrize("end", [0, 1, 9, 60, 150, 300, 400])
def test_truncated_files(end: int, tmp_path: Path) -> None:
    assert re.search("empty|end of the file|missing|announces|expected", refusal(tmp_path, rich_text()[:end]))
    assert re.search(
        "empty|end of the file|missing|announces|expected", refusal(tmp_path, to_binary(rich_text())[:end])
    )


def test_files_that_are_something_else(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"") == "the file is empty"
    assert refusal(tmp_path, b"\x7fELF\x02\x01").startswith("line 1: expected 'g' (a text file) or 'b'")
    assert refusal(tmp_path, b"b" + bytes(range(256)) * 9).startswith(
        "line 1: expected a letter, the number of options"
    )


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.nl", tmp_path):
        with pytest.raises(ReadError, match="cannot be read"):
            read_nl(path)


def test_unknown_arithmetic_of_a_binary_file(tmp_path: Path) -> None:
    data = to_binary(rich_text()).replace(b" 0 0 1 1\n", b" 0 0 5 1\n")
    assert refusal(tmp_path, data) == "line 6: expected arithmetic 1 (little endian) or 2 (big endian), found 5"


def test_too_few_names(tmp_path: Path) -> None:
    (tmp_path / "model.nl").write_text(rich_text())
    (tmp_path / "model.col").write_text("a\nb\n")
    with pytest.raises(ReadError, match=r"model\.col: expected 4 names, one a line, found 2"):
        read_nl(tmp_path / "model.nl")


def test_integer_variable_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "model.nl").write_text(rich_text().replace("\n 0 0 0 0 0\n", "\n 0 0 1 0 0\n", 1))
    (tmp_path / "model.col").write_text("a\nb\nc\nswitch\n")
    with pytest.raises(UnsupportedError, match="the first is variable switch"):
        read_nl(tmp_path / "model.nl")


def test_missing_segments(tmp_path: Path) -> None:
    assert refusal(tmp_path, nl_text("O0 0\nv0\n", variables=1)).startswith("the bounds of the variables (segment b)")
    text = nl_text("C0\nv0\nO0 0\nv0\nb\n3\n", variables=1, constraints=1)
    assert refusal(tmp_path, text).startswith("the bounds of the constraints (segment r)")
    text = nl_text("b\n3\n", variables=1)
    assert refusal(tmp_path, text) == "the header announces 1 objectives (segments O), found 0"


def test_bounds_that_cross_are_a_contradiction_for_the_host(tmp_path: Path) -> None:
    """The model is well formed, and is told to be infeasible instead of faulty."""
    path = tmp_path / "model.nl"
    path.write_text(rich_text().replace("\nb\n0 1 5", "\nb\n0 6 5", 1), encoding="ascii")
    answer = answered(path, {}, title="SQP")
    assert (answer.code, answer.x) == (SolveCode.INFEASIBLE, None)
    assert answer.message.endswith("expected bounds of variable 0 that admit a value, found [6, 5]")
