"""Small control problems that use everything generated code knows."""

from __future__ import annotations

import numpy as np

import sqp
from sqp.control import RK4, OptimalControlProblem, Radau, Shooting

WEIGHTS = [1e3, 1e3, 1e-2, 1e-2]


def pendulum(*, horizon: int = 20, track: float = np.inf, soft: str | None = None) -> OptimalControlProblem:
    """A pendulum on a cart, hanging; the cart shall go to ``target`` and the pendulum up."""
    ocp = OptimalControlProblem("pendulum", horizon=horizon, duration=horizon / 20.0, transcription=Shooting(RK4()))
    p = ocp.state("p", initial=0.0, lower=-track, upper=track, soft=soft)
    angle, v, rate = ocp.state("angle", initial=np.pi), ocp.state("v", initial=0.0), ocp.state("rate", initial=0.0)
    force = ocp.control("force", lower=-80.0, upper=80.0)
    target = ocp.parameter("target", value=0.0, per_stage=True)
    cart = ocp.parameter("cart", value=1.0)
    bob, length, g = 0.1, 0.8, 9.81
    sin, cos = sqp.sin(angle), sqp.cos(angle)
    mass = cart + bob - bob * cos * cos
    ocp.derivatives(
        {
            p: v,
            angle: rate,
            v: (-bob * length * sin * rate * rate + bob * g * cos * sin + force) / mass,
            rate: (-bob * length * cos * sin * rate * rate + force * cos + (cart + bob) * g * sin) / (mass * length),
        }
    )
    ocp.stage_squares(sqp.stack([p - target, angle, v, rate, force]), [*WEIGHTS, 1e-2])
    ocp.terminal_squares(sqp.stack([p - target, angle, v, rate]), WEIGHTS)
    return ocp


def vehicle() -> OptimalControlProblem:
    """A point that brakes for a wall and a round obstacle: hard and soft rows, and one at the end."""
    ocp = OptimalControlProblem("vehicle", horizon=12, duration=3.0, transcription=Shooting(RK4()))
    position = ocp.state("position", 2, initial=[0.0, 0.0], upper=[2.0, np.inf], soft="L1")
    speed = ocp.state("speed", 2, initial=[1.0, 0.0])
    pull = ocp.control("pull", 2, lower=-2.0, upper=2.0)
    ocp.derivatives({position: speed, speed: pull})
    ocp.stage_squares(sqp.stack([position - np.array([2.5, 0.0]), 0.1 * speed, 0.1 * pull]))
    distance = position - np.array([1.0, 0.1])
    ocp.path(distance[0] ** 2 + distance[1] ** 2 >= 0.25, soft=sqp.control.Soft(linear=50.0, quadratic=10.0))
    ocp.path(pull[0] + pull[1] <= 1.5)
    ocp.terminal(speed[0] <= 0.2, soft=True)
    return ocp


def reactor() -> OptimalControlProblem:
    """A stiff equation with an algebraic variable, integrated by an implicit method."""
    ocp = OptimalControlProblem("reactor", horizon=10, duration=1.0, transcription=Shooting(Radau(degree=2)))
    share, heat = ocp.state("share", initial=1.0), ocp.state("heat", initial=0.2)
    rate = ocp.algebraic("rate", start=0.1)
    cooling = ocp.control("cooling", lower=-1.0, upper=1.0)
    ocp.derivatives({share: -rate, heat: 10 * rate - 5 * (heat - cooling)})
    ocp.algebraic_equation(rate - share * sqp.exp(heat - 1))
    ocp.stage_squares(sqp.stack([share - 0.5, heat, 0.1 * cooling]))
    return ocp
