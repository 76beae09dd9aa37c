from __future__ import annotations

import re
from pathlib import Path

import pytest

from sqp.cli.load import load_problem
from sqp.errors import ReadError

MODEL = """
import sqp
def tank(n):
    m = sqp.Model("tank")
    x = m.variable("x", n, start=1.0)
    m.minimize(sqp.sum(x**2))
    return m
"""


def variables(path: Path, name: str | None = None) -> int:
    return load_problem(path, name).variable_bounds.size


@pytest.fixture
def write(tmp_path: Path):
    def to_file(text: str, name: str = "model.py") -> Path:
        path = tmp_path / name
        path.write_text(MODEL + text)
        return path

    return to_file


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("m = tank(2)", 2),
        ("m = tank(2).problem()", 2),
        ("def build(): return tank(3)", 3),
        ("def model(): return tank(3)", 3),
        ("def problem(n=4): return tank(n).problem()", 4),
        ("m = tank(2)\ndef build(): return tank(3)", 3),
        ("def build(n): return tank(n)\nm = tank(2)", 2),
        ("m = tank(2)\nalias = m", 2),
        ("_scratch = tank(5)\nm = tank(2)", 2),
        ("if __name__ == '__main__': raise SystemExit\nm = tank(2)", 2),
    ],
)
def test_what_a_file_defines(write, text: str, size: int) -> None:
    assert variables(write(text)) == size


def test_a_name_chooses(write) -> None:
    path = write("small, large = tank(2), tank(7)\ndef medium(): return tank(4)")
    assert variables(path, "small") == 2
    assert variables(path, "large") == 7
    assert variables(path, "medium") == 4


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("a, b = tank(2), tank(3)", None, "defines several problems (a, b): choose one with --name"),
        ("x = 1", None, "defines nothing to solve"),
        ("m = tank(2)", "other", "defines nothing called 'other'"),
        ("number = 3", "number", "expected a model or a problem, found int"),
        ("def build(): return None", None, "found NoneType"),
        ("1 / 0", None, "line 8: ZeroDivisionError"),
        ("def build():\n    return unknown", None, "line 9: NameError"),
        ("def (", None, "SyntaxError"),
        ("import a_package_that_is_not_there", None, "ModuleNotFoundError"),
    ],
)
def test_mistakes_are_named(write, text: str, name: str | None, message: str) -> None:
    with pytest.raises(ReadError, match=re.escape(message)):
        load_problem(write(text), name)


def test_modules_beside_the_file_can_be_imported(write, tmp_path: Path) -> None:
    (tmp_path / "sizes_beside.py").write_text("SIZE = 6")
    assert variables(write("from sizes_beside import SIZE\nm = tank(SIZE)")) == 6


def test_missing_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        load_problem(tmp_path / "none.py")
    table = tmp_path / "data.csv"
    table.write_text("1,2")
    with pytest.raises(ReadError, match=r"expected an AMPL model \(.nl\) or a Python file \(.py\)"):
        load_problem(table)
