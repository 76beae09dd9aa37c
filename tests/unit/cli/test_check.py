from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Command = Callable[..., Result]

WRONG = """
import sqp
def problem():
    return sqp.NLP(
        lambda x: x[0]**2 + x[1]**3,
        [1.0, 2.0],
        gradient=lambda x: [2 * x[0], 3 * x[1]**2],
        constraints=lambda x: x[0] * x[1],
        jacobian=lambda x: [[x[1], 2 * x[0]]],
        constraint_bounds=(1.0, None),
        variable_names=["width", "height"],
        constraint_names=["area"],
    )
"""


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    return path


def test_right_derivatives_end_with_zero(sqp: Command, tank: Path) -> None:
    run = sqp("check", tank)
    assert run.exit_code == 0, run.output
    assert "first derivatives   right (2 functions" in run.stdout
    assert "chatter" not in run.stdout


def test_wrong_derivatives_are_named_and_have_a_code_of_their_own(sqp: Command, wrong: Path) -> None:
    run = sqp("check", wrong)
    assert run.exit_code == 8
    assert "d area / d height: 2, but differences give 1" in run.stdout


def test_json_is_alone_on_standard_output(sqp: Command, wrong: Path) -> None:
    content = json.loads(sqp("check", wrong, "--json").stdout)
    assert content["ok"] is False
    assert [function["name"] for function in content["functions"] if not function["ok"]] == ["area"]
    assert content["wrong_entries"][0]["variables"] == ["height"]
    assert content["symmetry_error"] is None


def test_the_point_is_given_in_full_or_by_name(sqp: Command, tank: Path) -> None:
    assert json.loads(sqp("check", tank, "--json", "--at", "2,3").stdout)["x"] == [2.0, 3.0]
    assert json.loads(sqp("check", tank, "--json", "--at", "h=5").stdout)["x"] == [1.0, 5.0]


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("1", "x must have 2 entries, got 1"),
        ("1,two", "expected a number, got 'two'"),
        ("hh=1", "no variable 'hh'; did you mean 'h'?"),
    ],
)
def test_a_point_that_does_not_fit_is_refused(sqp: Command, tank: Path, at: str, sentence: str) -> None:
    run = sqp("check", tank, "--at", at)
    assert run.exit_code == 2
    assert sentence in run.stderr


def test_a_point_outside_the_domain_is_said_to_be_one(sqp: Command, tmp_path: Path) -> None:
    path = tmp_path / "log.py"
    path.write_text("import sqp\nm = sqp.Model('m')\nx = m.variable('x', start=-1)\nm.minimize(sqp.log(x))\n")
    run = sqp("check", path)
    assert run.exit_code == 6
    assert "objective" in run.stderr


def test_the_picture_is_written(sqp: Command, tank: Path, tmp_path: Path) -> None:
    picture = tmp_path / "remainder.svg"
    assert sqp("check", tank, "--plot", picture).exit_code == 0
    assert "<svg" in picture.read_text()
