"""Case files are read as data: what the format allows is understood, and what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sqp.errors import ReadError, UnsupportedError
from sqp_problems.power.matpower import CaseFile, read_case

SMALL = """function mpc = small
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
1 3 0 0 0 0 1 1 0 230 1 1.1 0.9;
2 1 50 10 0 0 1 1 0 230 1 1.1 0.9;
];
mpc.gen = [1 0 0 50 -50 1 100 1 100 0];
mpc.gencost = [2 0 0 2 10 0];
mpc.branch = [1 2 0.01 0.1 0 0 0 0 0 0 1 -30 30];
"""


def read(folder: Path, text: str) -> CaseFile:
    path = folder / "case.m"
    path.write_text(text, encoding="utf-8")
    return read_case(path)


def test_rows_end_at_semicolons_and_at_ends_of_lines(tmp_path: Path) -> None:
    text = SMALL.replace("0.9;\n2 1", "0.9\n2, 1,").replace("mpc.gencost = [2 0", "mpc.gencost = [ 2 ... continued\n 0")
    case = read(tmp_path, text)
    assert case.base == 100.0
    assert case.tables["bus"].values[:, 2].tolist() == [0.0, 50.0]
    assert case.tables["bus"].lines.tolist() == [5, 6]
    assert case.tables["gencost"].values.tolist() == [[2, 0, 0, 2, 10, 0]]


def test_numbers_may_be_in_scientific_notation_infinite_or_missing(tmp_path: Path) -> None:
    case = read(tmp_path, SMALL.replace("1 0 0 50 -50", "1 1e1 -.5E+1 Inf -Inf").replace("0.1 0 0 0", "1.d-1 0 NaN 0"))
    assert case.tables["gen"].values[0, 1:5].tolist() == [10.0, -5.0, np.inf, -np.inf]
    assert case.tables["branch"].values[0, 3] == 0.1
    assert np.isnan(case.tables["branch"].values[0, 5])


def test_comments_strings_cells_and_unknown_fields_are_skipped(tmp_path: Path) -> None:
    extra = (
        "%{\nmpc.bus = nonsense\n%}\n% mpc.gen = [];\nmpc.bus_name = {\n'a % b]};';\n'it''s'; % note };\n};\n"
        "mpc.note = 'x = [1 2';\nmpc.user.data = [1 2\n3];\n"
    )
    assert len(read(tmp_path, SMALL + extra).tables["bus"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("50 10 0 0", "50 10 O 0", r"case\.m, line 6: bus: expected a number, found 'O'"),
        ("50 10 0 0", "50 10 2*3 0", r"line 6: bus: expected a number, found '2\*3'"),
        ("1.1 0.9;\n]", "1.1;\n]", r"line 6: bus: expected 13 numbers, found 12"),
        ("-50 1 100 1 100 0]", "-50 1 100 1]", r"line 8: gen: expected at least 10 columns, found 8"),
        ("mpc.gen = [", "mpc.gen = zeros(1, 10); [", r"line 8: gen: expected a matrix in brackets, found 'zeros"),
        ("-30 30];", "-30 30", r"line 10: branch: the bracket '\[' is never closed"),
        ("30];\n", "30];\nmpc.gen(:, 9) = 2;\n", r"line 11: only data are read, found the statement 'mpc\.gen\(:, 9\)"),
        ("30];\n", "30]; x = 3;\n", r"line 10: branch: expected the end of the line after '\]'"),
        ("mpc.branch", "mpc.wires", "not a MATPOWER case: branch missing"),
        ("mpc.baseMVA = 100", "mpc.baseMVA = -1", "baseMVA must be positive and finite, found -1"),
    ],
)
def test_mistakes_are_named_with_file_line_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SMALL
    with pytest.raises(ReadError, match=message):
        read(tmp_path, SMALL.replace(old, new))


def test_nothing_is_executed(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="only data are read"):
        read(tmp_path, SMALL + "system('touch here');\n")
    assert not (tmp_path / "here").exists()


def test_a_missing_file_and_the_old_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.m: cannot be read"):
        read_case(tmp_path / "nowhere.m")
    with pytest.raises(UnsupportedError, match="line 2: version: expected case format 2, found '1'"):
        read(tmp_path, SMALL.replace("'2'", "'1'"))
