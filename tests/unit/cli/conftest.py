from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sqp.cli.app import app

TANK = """
import sqp
print("chatter of the file")
m = sqp.Model("tank")
w = m.variable("w", lower=0, start=1, unit="m")
h = m.variable("h", lower=0, start=1, unit="m")
m.minimize(w**2 + 4 * w * h)
m.subject_to(w**2 * h >= 4, name="filled")
"""


@pytest.fixture
def sqp() -> Callable[..., Result]:
    """The command line in this process, with its arguments as strings."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def tank(tmp_path: Path) -> Path:
    path = tmp_path / "tank.py"
    path.write_text(TANK)
    return path
