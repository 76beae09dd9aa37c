"""Every transcription of the same problem: the same optimum, states in bounds, soft and free parts alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
import sqp.control
from sqp.control import RK4, Collocation, GaussLegendre, Radau, Shooting
from sqp.errors import ModelError, OptionError
from tests.control_problems import integrator, pendulum

TRANSCRIPTIONS = [
    Shooting(RK4()), Shooting(RK4(steps=3)), Shooting(Radau()), Shooting(GaussLegendre(degree=2)),
    Collocation(), Collocation(degree=2, scheme="legendre"),
]  # fmt: skip


def minimum_time(transcription: Any) -> sqp.control.OptimalControlProblem:
    """From 0 to 1 and to rest with |a| <= 1: two units of time, by full thrust and full brake."""
    ocp = sqp.control.OptimalControlProblem(
        "time",
        horizon=20,
        duration=sqp.control.FreeDuration(start=1.5, upper=10.0),
        transcription=transcription,
    )
    s, v = ocp.state("s", initial=0.0), ocp.state("v", initial=0.0)
    a = ocp.control("a", lower=-1.0, upper=1.0)
    ocp.derivatives({s: v, v: a})
    ocp.terminal(sqp.stack([s, v]) == np.array([1.0, 0.0]))
    ocp.terminal_cost(ocp.duration)
    return ocp


@pytest.mark.parametrize("transcription", TRANSCRIPTIONS, ids=str)
def test_free_duration(transcription: Any) -> None:
    result = minimum_time(transcription).solve()
    assert result.success
    assert result.f == pytest.approx(2.0, abs=1e-6)
    assert result.times()[-1] == pytest.approx(2.0, abs=1e-6)
    assert result["a"][:10] == pytest.approx(np.ones(10), abs=1e-5)


@pytest.mark.parametrize("transcription", TRANSCRIPTIONS, ids=str)
def test_linear_dynamics_are_met_exactly(transcription: Any) -> None:
    result = integrator(transcription=transcription).solve()
    a, v, s = result["a"], result["v"], result["s"]
    assert np.diff(v) == pytest.approx(0.1 * a, abs=1e-8)
    assert np.diff(s) == pytest.approx(0.1 * v[:-1] + 0.005 * a, abs=1e-8)
    assert np.abs(v).max() <= 1.0 + 1e-8
    assert np.abs(v).max() == pytest.approx(1.0)


def test_swing_up_reaches_the_known_optimum() -> None:
    result = pendulum().solve()
    assert result.success
    assert result.f == pytest.approx(2242.8281406, rel=1e-8)
    assert pendulum().solve(hessian=sqp.Blockwise()).f == pytest.approx(2242.8281406, rel=1e-8)


def test_the_initial_state_can_be_replaced() -> None:
    ocp = integrator()
    assert ocp.solve(initial={"s": 0.5})["s"][0] == pytest.approx(0.5)
    with pytest.raises(ModelError, match="known: s, v"):
        ocp.solve(initial={"t": 0.5})


def test_nonuniform_grid_and_time_dependence() -> None:
    """x' = 2 t from 0: x = t^2 at every node, wherever it is."""
    ocp = sqp.control.OptimalControlProblem("clock", horizon=4, duration=2.0, grid=[0.0, 0.1, 0.3, 0.7, 1.0])
    x, u = ocp.state("x", initial=0.0), ocp.control("u")
    ocp.derivatives({x: 2.0 * ocp.time + u})
    ocp.stage_squares(u)
    result = ocp.solve()
    assert result["x"] == pytest.approx(result.times() ** 2, abs=1e-8)
    assert result.times() == pytest.approx([0.0, 0.2, 0.6, 1.4, 2.0])


def test_costs_are_per_unit_of_time() -> None:
    values = []
    for horizon in (10, 40):
        ocp = sqp.control.OptimalControlProblem(horizon=horizon, duration=2.0)
        x, u = ocp.state("x", initial=0.0), ocp.control("u", lower=3.0)
        ocp.derivatives({x: u})
        ocp.stage_cost(u)
        values.append(ocp.solve().f)
    assert values == pytest.approx([6.0, 6.0])


def test_stage_parameters_are_references() -> None:
    ocp = sqp.control.OptimalControlProblem(horizon=3)
    x, u = ocp.state("x", initial=0.0), ocp.control("u")
    reference = ocp.parameter("reference", per_stage=True)
    ocp.next_state({x: x + u})
    ocp.stage_squares(x - reference)
    ocp.terminal_squares(x - reference)
    result = ocp.solve(parameters={"reference": [0.0, 1.0, 4.0, 9.0]})
    assert result["x"] == pytest.approx([0.0, 1.0, 4.0, 9.0], abs=1e-6)
    with pytest.raises(ModelError, match="reference"):
        ocp.solve()


@pytest.mark.parametrize("soft", ["L1", "L2", True, sqp.control.Soft(linear=10.0)], ids=str)
def test_soft_constraints_give_way(soft: Any) -> None:
    """x_1 = 3 whatever is done, but the bound says 1."""
    ocp = sqp.control.OptimalControlProblem(horizon=2)
    x, u = ocp.state("x", initial=3.0), ocp.control("u", lower=-1.0, upper=1.0)
    ocp.next_state({x: x + u})
    ocp.path(x <= 1.0, "low", soft=soft)
    ocp.stage_squares(u, 1e-3)
    result = ocp.solve()
    assert result.success
    assert result["x"] == pytest.approx([3.0, 2.0, 1.0], abs=1e-3 if soft != "L2" else 0.1)


def test_a_strong_linear_weight_is_exact() -> None:
    def problem(**options: Any) -> sqp.control.OptimalControlProblem:
        ocp = sqp.control.OptimalControlProblem(horizon=5)
        x, u = ocp.state("x", initial=0.0), ocp.control("u")
        ocp.next_state({x: x + u})
        ocp.path(x <= 1.0, "low", **options)
        ocp.stage_squares(x - 2.0)
        return ocp

    hard, soft = problem().solve(), problem(soft=sqp.control.Soft(linear=50.0)).solve()
    assert soft["x"][1:5] == pytest.approx(hard["x"][1:5], abs=1e-6)
    assert soft.f == pytest.approx(hard.f, rel=1e-6)


def test_differential_algebraic_equations() -> None:
    """The same oscillator with its force as an algebraic variable."""

    def problem(transcription: Any, *, algebraic: bool) -> sqp.control.OptimalControlProblem:
        ocp = sqp.control.OptimalControlProblem(horizon=10, duration=1.0, transcription=transcription)
        s, v, u = ocp.state("s", initial=1.0), ocp.state("v", initial=0.0), ocp.control("u", lower=-1.0, upper=1.0)
        force = -s + u
        if algebraic:
            force = ocp.algebraic("force")
            ocp.algebraic_equation(force + s - u)
        ocp.derivatives({s: v, v: force})
        ocp.stage_squares(sqp.stack([s, force]))
        ocp.path(force >= -0.8, "mild")
        return ocp

    for transcription in (Shooting(Radau()), Collocation()):
        with_force, without = (problem(transcription, algebraic=kind).solve() for kind in (True, False))
        assert with_force.success
        tolerance = 1e-7 if isinstance(transcription, Shooting) else 0.05  # there the row holds at points, not at nodes
        assert with_force["s"] == pytest.approx(without["s"], abs=tolerance)


def test_phases_continue_and_jump() -> None:
    def half(name: str, horizon: int, *, begin: bool) -> tuple[Any, Any, Any]:
        ocp = sqp.control.OptimalControlProblem(name, horizon=horizon, duration=0.5)
        s = ocp.state("s", initial=0.0) if begin else ocp.state("s")
        v = ocp.state("v", initial=0.0) if begin else ocp.state("v")
        a = ocp.control("a")
        ocp.derivatives({s: v, v: a})
        ocp.stage_squares(a)
        return ocp, s, v

    first, second = half("first", 10, begin=True), half("second", 10, begin=False)
    second[0].terminal(sqp.stack([second[1] - 1.0, second[2]]) == 0.0)
    whole = sqp.control.OptimalControlProblem("whole", horizon=20, duration=1.0)
    s, v, a = whole.state("s", initial=0.0), whole.state("v", initial=0.0), whole.control("a")
    whole.derivatives({s: v, v: a})
    whole.stage_squares(a)
    whole.terminal(sqp.stack([s - 1.0, v]) == 0.0)
    joined, one = sqp.control.Phases([first[0], second[0]]).solve(), whole.solve()
    assert joined.f == pytest.approx(one.f, rel=1e-8)
    assert joined.times(1)[0] == pytest.approx(0.5)
    assert np.append(joined["first.s"][:-1], joined["second.s"]) == pytest.approx(one["s"], abs=1e-7)


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (lambda ocp, x, u: ocp.derivatives({u: x}), "not a state"),
        (lambda ocp, x, u: ocp.derivatives({x: u}), "given twice"),
        (lambda ocp, x, u: ocp.state("u"), "used twice"),
        (lambda ocp, x, u: ocp.stage_cost(sqp.stack([x, u])), "must be a scalar"),
        (lambda ocp, x, u: ocp.path(x < 1.0), "strict"),
        (lambda ocp, x, u: ocp.path(x, lower=2.0, upper=1.0), "exceeds"),
        (lambda ocp, x, u: (ocp.terminal_squares(u), ocp.stages()), "depend on the control 'u'"),
        (lambda ocp, x, u: (ocp.state("y"), ocp.stages()), "dynamics of y are not stated"),
        (lambda ocp, x, u: (ocp.algebraic("z"), ocp.stages()), "one equation for each"),
        (lambda ocp, x, u: ocp.state("w", lower=[1.0, 2.0, 3.0]) is None or ocp.stages(), "lower|dynamics"),
    ],
)
def test_mistakes_are_refused_where_they_are_made(mistake: Any, message: str) -> None:
    ocp = sqp.control.OptimalControlProblem(horizon=4, duration=1.0)
    x, u = ocp.state("x", initial=0.0), ocp.control("u")
    ocp.derivatives({x: u})
    with pytest.raises(ModelError, match=message):
        mistake(ocp, x, u)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"horizon": 0}, "horizon must be at least 1"),
        ({"horizon": 2, "duration": -1.0}, "duration must be positive"),
        ({"horizon": 2, "duration": 1.0, "grid": [0.0, 1.0]}, "3 entries"),
        ({"horizon": 2, "duration": 1.0, "grid": [0.0, 0.0, 1.0]}, "increase"),
    ],
)
def test_horizons_out_of_range_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        sqp.control.OptimalControlProblem(**options)


def test_trajectories_are_drawn(tmp_path: Any) -> None:
    pytest.importorskip("matplotlib")
    figure = integrator().solve().plot_trajectory(tmp_path / "picture.png")
    assert [axes.get_ylabel() for axes in figure.axes] == ["s", "v", "a"]
    assert (tmp_path / "picture.png").stat().st_size > 1000
    bounded = figure.axes[1]
    dashed = [line for line in bounded.lines if line.get_linestyle() == "--"]
    assert {float(np.asarray(line.get_ydata())[-1]) for line in dashed} == {-1.0, 1.0}
