"""Model predictive control: the known closed loop, and a control inside its bounds whatever comes in."""

from __future__ import annotations

import shutil
from typing import Any

import numpy as np
import pytest

import sqp
import sqp.control
from sqp.control import MPC, RK4, FlightRecorder, StageHessian, plant_of, simulate
from sqp.errors import ModelError, OptionError, SolveFailed
from tests.control_problems import HANGING, integrator, pendulum, pendulum_cost

#: Closed-loop cost of the converged controller over 100 samples, as known from other solvers.
KNOWN = 2243.685


class Clock:
    """A clock that advances by a given time at each reading."""

    def __init__(self, tick: float) -> None:
        self.now, self.tick = 0.0, tick

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


def run(controller: MPC, samples: int = 100) -> Any:
    controller.warm_up(HANGING)
    return simulate(controller, plant_of(pendulum(), RK4(steps=10)), HANGING, samples)


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, "SOLVED"),
        ({"iterations": 30}, "CONVERGED"),
        ({"hessian": StageHessian(exact=True)}, "SOLVED"),
        ({"hessian": StageHessian(levenberg=1e-6)}, "SOLVED"),
    ],
    ids=str,
)
def test_swing_up_costs_what_the_converged_controller_costs(settings: dict[str, Any], status: str) -> None:
    loop = run(MPC(pendulum(), **settings))
    assert {report.status.name for report in loop.reports} == {status}
    assert loop.cost(pendulum_cost) == pytest.approx(KNOWN, rel=1e-6)
    assert np.abs(loop.u).max() <= 80.0


def test_without_shift_the_swing_up_is_lost() -> None:
    loop = run(MPC(pendulum(), shift=False))
    assert loop.cost(pendulum_cost) > 2.0 * KNOWN
    assert np.abs(loop.u).max() <= 80.0


def test_prepare_and_feedback_are_the_halves_of_a_step() -> None:
    whole, halves = MPC(integrator()), MPC(integrator())
    for controller in (whole, halves):
        controller.warm_up([1.0, 0.0])
    x, plant = np.array([1.0, 0.0]), plant_of(integrator())
    for _ in range(5):
        halves.prepare()
        control = whole.step(x)
        assert np.array_equal(control, halves.feedback(x))
        x = np.asarray(plant(x, control))


def test_a_missing_measurement_keeps_to_the_plan_and_the_next_step_recovers() -> None:
    mpc, plant = MPC(pendulum()), plant_of(pendulum())
    mpc.warm_up(HANGING)
    x = HANGING
    for k in range(40):
        intended = mpc.plan.u[min(k, 1)]
        control = mpc.step(np.full(4, np.nan) if k % 7 == 3 else x)
        if k % 7 == 3:
            assert mpc.report.status.name == "NOT_FINITE"
            assert np.array_equal(control, intended)
        else:
            assert mpc.report.status.name == "SOLVED"
        x = np.asarray(plant(x, control))
    assert abs(x[1]) < 0.1


def test_a_parameter_that_is_nan_is_guarded_like_a_measurement() -> None:
    ocp = integrator()
    mass = ocp.parameter("mass", value=1.0)
    ocp.stage_squares(1e-3 * mass * ocp["s"])
    mpc = MPC(ocp)
    statuses = []
    for value in (1.0, float("nan"), 1.0):
        mpc.step([1.0, 0.0], {"mass": value})
        statuses.append(mpc.report.status.name)
    assert statuses == ["SOLVED", "NOT_FINITE", "SOLVED"]


def test_an_infeasible_measurement_softens_the_states() -> None:
    """The speed is at most 1, but 3 was measured; it cannot be 1 before several samples have passed."""
    mpc = MPC(integrator())
    mpc.step([1.0, 0.0])
    control = mpc.step([1.0, 3.0])
    assert mpc.report.status.name == "SOFTENED"
    assert control == pytest.approx([-5.0])
    mpc.step([0.9, 0.9])
    assert mpc.report.status.name == "SOLVED"


def test_a_deadline_that_has_passed_falls_back_and_the_next_step_recovers() -> None:
    clock = Clock(0.0)
    mpc = MPC(integrator(), rate=10.0, clock=clock)
    mpc.warm_up([1.0, 0.0])
    mpc.step([1.0, 0.0])
    intended = mpc.plan.u[1]
    clock.tick = 1.0
    assert np.array_equal(mpc.step([0.99, -0.1]), intended)
    assert mpc.report.status.name == "DEADLINE"
    clock.tick = 0.0
    mpc.step([0.98, -0.2])
    assert mpc.report.status.name == "SOLVED"


def test_iterations_end_at_the_deadline_with_the_best_plan() -> None:
    mpc = MPC(pendulum(), iterations=50, tolerance=0.0, deadline=10.5, clock=Clock(1.0))
    mpc.warm_up(HANGING)
    mpc.step(HANGING)
    assert mpc.report.status.name == "DEADLINE"
    assert 0 < mpc.report.iterations < 50


def test_a_budget_of_iterations_is_used_in_full() -> None:
    mpc = MPC(integrator(), iterations=4, tolerance=0.0)
    for _ in range(3):
        mpc.step([1.0, 0.0])
        assert (mpc.report.status.name, mpc.report.iterations) == ("BUDGET", 4)


def test_a_model_that_fails_near_the_plan_begins_anew() -> None:
    ocp = sqp.control.OptimalControlProblem("log", horizon=5, duration=0.5)
    x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    ocp.derivatives({x: u})
    ocp.stage_squares(sqp.stack([sqp.log(x), 0.1 * u]))
    mpc = MPC(ocp)
    mpc.step([1.0])
    assert np.abs(mpc.step([-1.0])).max() <= 1.0
    statuses = []
    for _ in range(2):
        assert np.abs(mpc.step([0.9])).max() <= 1.0
        statuses.append(mpc.report.status.name)
    assert statuses[-1] == "SOLVED"


def test_it_raises_only_if_asked() -> None:
    mpc = MPC(integrator(), raises=True)
    mpc.step([1.0, 0.0])
    with pytest.raises(SolveFailed, match="NaN"):
        mpc.step([np.nan, 0.0])
    assert mpc.step([1.0, 0.0]).shape == (1,)


def test_every_step_of_a_bad_day_is_inside_the_bounds_and_recovers_in_two() -> None:
    """Noise, missing measurements, infeasible states and deadlines, at random."""
    random, clock = np.random.default_rng(3), Clock(0.0)
    mpc = MPC(integrator(), rate=10.0, clock=clock)
    mpc.warm_up([1.0, 0.0])
    plant, x, since = plant_of(integrator(), disturbance=0.02), np.array([1.0, 0.0]), 9
    for _ in range(300):
        trouble = random.integers(12)
        clock.tick = 1.0 if trouble == 0 else 0.0
        seen = x + 0.01 * random.standard_normal(2)
        seen = np.array([np.nan, 0.0]) if trouble == 1 else seen + np.array([0.0, 4.0]) if trouble == 2 else seen
        control = mpc.step(seen)
        assert np.abs(control).max() <= 5.0
        assert np.isfinite(mpc.plan.x).all()
        since = 0 if trouble < 3 else since + 1
        if since >= 2:
            assert mpc.report.status.name in ("SOLVED", "SOFTENED")
        x = np.asarray(plant(x, control))
    assert np.abs(x[0]) < 0.5


def test_soft_state_bounds_are_prices_not_walls() -> None:
    ocp = sqp.control.OptimalControlProblem("soft", horizon=10, duration=1.0)
    s, v = ocp.state("s", initial=1.0), ocp.state("v", initial=0.0, lower=-0.5, upper=0.5, soft=True)
    a = ocp.control("a", lower=-5.0, upper=5.0)
    ocp.derivatives({s: v, v: a})
    ocp.stage_squares(sqp.stack([10.0 * s, 0.1 * a]))
    mpc = MPC(ocp)
    loop = simulate(mpc, plant_of(ocp), [1.0, 0.0], 30)
    assert {report.status.name for report in loop.reports} == {"SOLVED"}
    assert np.abs(loop.x[:, 1]).max() <= 0.5 + 1e-6
    assert np.abs(loop.x[:, 1]).max() == pytest.approx(0.5, abs=1e-6)
    mpc.step([1.0, 2.0])
    assert mpc.report.status.name == "SOLVED"


def test_references_that_move_are_followed() -> None:
    ocp = sqp.control.OptimalControlProblem("track", horizon=10)
    x, u = ocp.state("x", initial=0.0), ocp.control("u", lower=-1.0, upper=1.0)
    reference = ocp.parameter("reference", value=0.0, per_stage=True)
    ocp.next_state({x: x + 0.5 * u})
    ocp.stage_squares(sqp.stack([x - reference, 1e-3 * u]))
    ocp.terminal_squares(x - reference)
    path = np.sin(0.2 * np.arange(60))
    loop = simulate(MPC(ocp), plant_of(ocp), [0.0], 40, parameters=lambda k: {"reference": path[k : k + 11]})
    assert loop.x[1:, 0] == pytest.approx(path[1:41], abs=1e-2)


def test_time_goes_on_from_step_to_step() -> None:
    ocp = sqp.control.OptimalControlProblem("clock", horizon=10, duration=1.0)
    x, u = ocp.state("x", initial=0.0), ocp.control("u")
    ocp.derivatives({x: u + 2.0 * ocp.time})
    ocp.stage_squares(sqp.stack([10.0 * x, 1e-3 * u]))
    mpc = MPC(ocp)
    controls = [float(mpc.step([0.0])[0]) for _ in range(5)]
    assert np.diff(controls) == pytest.approx(np.full(4, -0.2), abs=0.01)


def test_a_rate_between_nodes() -> None:
    mpc = MPC(pendulum(), rate=40.0, deadline=10.0)
    mpc.warm_up(HANGING)
    x, plant = HANGING, plant_of(pendulum(40, 1.0))
    for _ in range(120):
        x = np.asarray(plant(x, mpc.step(x)))
    assert np.abs(x).max() < 0.05


def test_delay_and_noise() -> None:
    loops = [
        simulate(MPC(integrator()), plant_of(integrator()), [1.0, 0.0], 30, delay=delay, noise=noise)
        for delay, noise in ((0, 0.0), (1, 0.0), (0, [0.01, 0.0]))
    ]
    assert np.array_equal(loops[1].u[0], loops[1].u[1])
    assert not np.array_equal(loops[2].x[:-1], loops[2].measured)
    assert np.array_equal(loops[0].x[:-1], loops[0].measured)
    for loop in loops:
        assert np.abs(loop.x[-1]).max() < 0.3


def test_the_recorder_replays_every_step_bit_for_bit(tmp_path: Any) -> None:
    recorder = FlightRecorder()
    mpc = MPC(pendulum(), recorder=recorder, iterations=3, deadline=0.003)
    mpc.warm_up(HANGING)
    seen = lambda k, x: np.full(4, np.nan) if k == 5 else x + 0.01 * np.sin(k)  # noqa: E731
    loop = simulate(mpc, plant_of(pendulum()), HANGING, 30, noise=seen)
    recorder.save(tmp_path / "flight")
    again, plan = MPC(pendulum(), iterations=3, deadline=0.003), mpc.plan
    entries = FlightRecorder.load(tmp_path / "flight").entries
    assert len(entries) == 30
    for entry, control in zip(reversed(entries), loop.u[::-1], strict=True):
        assert entry.is_same(again.replay(entry))
        assert entry.is_same(mpc.replay(entry))
        assert np.array_equal(entry.control, control)
    assert mpc.plan is plan


def test_mistakes_of_the_program_are_errors() -> None:
    mpc = MPC(integrator())
    with pytest.raises(ModelError, match="2 entries"):
        mpc.step([1.0])
    with pytest.raises(ModelError, match="names the states s, v"):
        mpc.step({"s": 1.0})
    with pytest.raises(ModelError, match="no parameter"):
        mpc.step([1.0, 0.0], {"mass": 1.0})
    with pytest.raises(OptionError, match=r"MPC.rate must be positive"):
        MPC(integrator(), rate=-1.0)
    ocp = sqp.control.OptimalControlProblem(horizon=2)
    x = ocp.state("x")
    ocp.next_state({x: x})
    with pytest.raises(ModelError, match="give x an initial value"):
        MPC(ocp)


@pytest.mark.skipif(shutil.which("cc") is None and shutil.which("gcc") is None, reason="there is no C compiler")
def test_compiled_functions_give_the_same_controls(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQP_CACHE", str(tmp_path))
    controllers = MPC(pendulum()), MPC(pendulum(), compile=True)
    trajectory = controllers[0].warm_up(HANGING)
    controllers[1].adopt(trajectory)
    x, plant = HANGING, plant_of(pendulum())
    for _ in range(20):
        interpreted, machine = (controller.step(x) for controller in controllers)
        assert machine == pytest.approx(interpreted, abs=1e-7)
        x = np.asarray(plant(x, interpreted))
    assert list(tmp_path.iterdir())


def test_a_long_horizon_is_built_from_one_stage() -> None:
    sizes = []
    for horizon in (50, 2000):
        functions = pendulum(horizon, 0.05 * horizon).problem().functions
        sizes.append((functions.jacobian.n_instructions(), functions.gradient.n_instructions()))
    assert np.abs(np.subtract(*sizes)).max() <= 10
