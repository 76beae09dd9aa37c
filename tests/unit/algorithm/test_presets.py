"""Presets: each is found, is what it is called after, and solves a problem with nothing to fall back on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace

import pytest

import sqp
from sqp.algorithm import presets

PRESETS: dict[str, Callable[[], sqp.SQP]] = {
    name: made for name, made in inspect.getmembers(presets, inspect.isfunction) if made.__module__ == presets.__name__
}
every_preset = pytest.mark.parametrize("made", PRESETS.values(), ids=PRESETS)


def circle() -> sqp.Model:
    """The point of a circle that is farthest to the left, with one bound in the way: it is (-sqrt(3), 1)."""
    model = sqp.Model("circle")
    x, y = model.variable("x", start=-1.0), model.variable("y", lower=1.0, start=2.0)
    model.minimize(x)
    model.subject_to(x**2 + y**2 == 4)
    return model


@every_preset
def test_a_preset_solves_alone(made: Callable[[], sqp.SQP]) -> None:
    result = replace(made(), rescue=False).solve(circle().problem())
    assert result.success
    assert result.x == pytest.approx([-(3.0**0.5), 1.0], abs=1e-6)


def test_no_two_presets_are_the_same() -> None:
    made = [preset() for preset in PRESETS.values()]
    assert len(made) >= 6
    assert all(one != other for index, one in enumerate(made) for other in made[:index])


def test_the_first_one_is_the_default() -> None:
    assert presets.filter_line_search() == sqp.SQP()
