"""Compiled functions: the same numbers, one library for one content, nothing left behind, clear refusals."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
import pytest
from numpy.testing import assert_allclose

import sqp
from sqp.errors import OptionError
from sqp.model import compiled as module
from sqp.model.compiled import cache_folder, compiled
from tests.derivatives import dense
from tests.unit.model.test_mapping import chain

needs_compiler = pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="there is no C compiler")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SQP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def model(kind: str) -> sqp.Model:
    m = sqp.Model(kind)
    if kind == "mapped":
        chain(m, m.map)
    elif kind == "whole":
        x = m.variable("x", 3, start=[1.0, 2.0, 3.0])
        m.minimize(sqp.sum(sqp.exp(x) - x))
        m.subject_to(x[0] * x[1] * x[2] == 2)
    else:
        a = m.variable("a", 2, start=1.0)
        times = np.linspace(0, 1, 6)
        m.minimize_sum_of_squares(m.map(lambda t, b: b[0] * sqp.exp(b[1] * t) - 1 - t, (times,), shared=[a]))
    return m


@needs_compiler
@pytest.mark.parametrize("kind", ["mapped", "whole", "squares"])
def test_compiled_functions_give_the_same_numbers(kind: str) -> None:
    plain = model(kind).problem()
    fast = plain.compiled()
    x, y = plain.start + 0.3, np.ones(plain.constraint_bounds.size)
    assert_allclose(fast.objective(x), plain.objective(x))
    assert_allclose(fast.gradient(x), plain.gradient(x), atol=1e-14)
    assert_allclose(fast.constraints(x), plain.constraints(x), atol=1e-14)
    assert_allclose(dense(fast.jacobian(x)), dense(plain.jacobian(x)), atol=1e-14)
    assert_allclose(dense(fast.lagrangian_hessian(x, y, 0.5)), dense(plain.lagrangian_hessian(x, y, 0.5)), atol=1e-13)
    if kind == "squares":
        residuals: Any = fast
        assert_allclose(residuals.residuals(x) @ residuals.residuals(x), plain.objective(x))


@needs_compiler
def test_a_model_is_solved_and_a_second_time_nothing_is_compiled(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = model("mapped").solve(compile=True)
    assert result.success
    libraries = sorted(cache.iterdir())
    assert libraries
    assert all(library.suffix == ".so" for library in libraries)
    assert list(tmp_path.iterdir()) == [cache]
    monkeypatch.setattr(module, "_build", None)
    again = model("mapped").solve(compile=True)
    np.testing.assert_array_equal(again.x, result.x)
    assert sorted(cache.iterdir()) == libraries


@needs_compiler
def test_a_compiled_problem_pickles() -> None:
    problem = model("mapped").problem().compiled()
    before = problem.gradient(problem.start)
    assert_allclose(pickle.loads(pickle.dumps(problem)).gradient(problem.start), before)


def test_without_a_compiler_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(OptionError, match=r"needs a C compiler; looked for no-such-compiler: install one"):
        model("whole").solve(compile=True)


@pytest.mark.skipif(not shutil.which("false"), reason="there is no program that fails")
def test_a_compiler_that_fails_is_named_and_leaves_nothing_behind(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "false")
    with pytest.raises(OptionError, match="false could not compile a function"):
        model("whole").solve(compile=True)
    assert list(cache.iterdir()) == []


def test_long_functions_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 3)
    x = ca.SX.sym("x", 5)
    function = ca.Function("long", [x], [ca.sumsqr(x)])
    assert compiled(function) is function


def test_the_cache_is_in_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SQP_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_folder() == Path("/somewhere/sqp")
