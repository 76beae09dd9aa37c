"""``print(model)`` reads like mathematics, and what it says is what was stated."""

from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest

from sqp.model.expression import Expression
from sqp.model.functions import atan2, exp, maximum, sqrt
from sqp.model.matrix_functions import det, dot, inv, logdet, norm, stack
from sqp.model.matrix_functions import sum as total
from sqp.model.notation import Notation
from sqp.model.relation import between
from sqp.model.statement import Statement

NAMES: dict[str, Any] = {
    "exp": np.exp,
    "sqrt": np.sqrt,
    "atan2": np.arctan2,
    "sin": np.sin,
    "sum": np.sum,
    "dot": np.dot,
    "norm": np.linalg.norm,
    "maximum": np.maximum,
    "stack": lambda *parts: np.hstack(parts),
    "x": 0.3,
    "y": 1.7,
    "v": np.array([0.5, -0.2, 0.9]),
}
X, Y, V = (Expression(ca.MX.sym(name, size)) for name, size in (("x", 1), ("y", 1), ("v", 3)))
NOTATION = Notation({}, {})

SCALARS = [
    X + 1,
    1 - X,
    X - (Y - 2),
    -X * Y - 3 * -Y,
    X / Y / 2 - X / (Y / 2),
    (X + Y) * (X - Y) / (2 * X * Y),
    X**2 + X**3 - Y**7 + (X * Y) ** 2,
    Y ** (-1.5) + 2**X - (-X) ** 2,
    1 / (X + Y) + 2 * (X + Y),
    exp(-(X**2)) * ca.sin(X / 2) + atan2(Y, X) - sqrt(1 + X**2),
    maximum(X, Y) - dot(V, V) + norm(V),
    total(V**2 * 3) + V[0] * V[2],
    total(stack(X, Y, V)) + total(V[1:]),
    -(X + Y) + (X - Y) - -Y,
    -0.5 * (X + Y) - (-2 * X) / Y - Y * (-3 * X) + (-2 * X) ** 2 - (-X) / (-Y),
]


@pytest.mark.parametrize("expression", SCALARS)
def test_what_is_written_has_the_value_of_what_was_meant(expression: Any) -> None:
    written = NOTATION.written(expression)
    value = ca.Function("value", [X, Y, V], [expression])(*(NAMES[name] for name in "xyv"))
    assert eval(written.replace("^", "**"), {}, NAMES) == pytest.approx(float(value)), written


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (2 * X**3 - (X + 1) / 4, "2*x^3 - (x + 1)/4"),
        (X * X * X * X, "x^4"),
        (X - 1 - (Y - X), "x - 1 - (y - x)"),
        (V[1:] - V[:2], "v[1:3] - v[0:2]"),
        (np.ones((4, 3)) / 2 @ V, "[4 x 3 numbers] @ v"),
        (V * np.full(3, 0.5), "0.5*v"),
        (np.array([[1, 2, 3], [4, 5, 6]]) @ V, "[1, 2, 3; 4, 5, 6] @ v"),
        (V.T @ V, "v' @ v"),
        (total(V), "sum(v)"),
        (V[::2] - V[[0, 0]], "v[0:3:2] - v[0, 0]"),
        (-0.5 * (X + Y), "-0.5*(x + y)"),
    ],
)
def test_notation(expression: Any, written: str) -> None:
    assert NOTATION.written(expression) == written


def test_a_whole_model() -> None:
    m = Statement("mixed bag")
    s = m.variable("S", (2, 2), symmetric=True, start=np.eye(2))
    x = m.variable("x", 3, lower=[0, 1, 2], upper=5, unit="mm", scale=10)
    k = m.parameter("k", value=3)
    m.parameter("B", (2, 2))
    m.maximize(logdet(s) - dot(x, x) + det(s))
    m.subject_to(s[0, 1] + s[1, 1] <= k, "shear")
    m.subject_to(between(-1, x[0] * x[1], k**2))
    m.subject_to(x[0] == x[2], "equal")
    m.subject_to(x[0] + x[1] == 2, "total")
    m.subject_to(x[1:] - x[:2] >= 0, "increasing")
    m.subject_to(inv(s)[0, 0] <= 7)
    assert str(m).splitlines() == [
        "mixed bag",
        "  maximise    logdet(S) - dot(x, x) + det(S)",
        "  subject to",
        "    shear:  S[1,0] + S[1,1] <= k",
        "    c2:  -1 <= x[0]*x[1] <= k^2",
        "    equal:  x[0] == x[2]",
        "    total:  x[0] + x[1] == 2",
        "    increasing:  x[1:3] - x[0:2] >= 0   (2)",
        "    c6:  inv(S)[0] <= 7",
        "  over",
        "    S free   (2 x 2 symmetric), start [1, 0, 1]",
        "    [0, 1, 2] <= x <= 5   (3)   [mm], scale 10",
        "  with",
        "    k = 3",
        "    B = (no value yet)   (2 x 2)",
    ]


def test_parts_of_a_matrix_are_listed_by_name() -> None:
    m = Statement("parts")
    a = m.variable("A", (2, 3))
    m.minimize(total(a[0, :]) + a[1, 2])
    m.subject_to(a[:, 1] <= 1)
    assert str(m).splitlines()[1:4] == [
        "  minimise    sum([A[0,0], A[0,1], A[0,2]]') + A[1,2]",
        "  subject to",
        "    c1:  [A[0,1], A[1,1]] <= 1   (2)",
    ]


def test_long_models_and_long_expressions_are_cut() -> None:
    m = Statement("long")
    x = m.variable("x", 2000)
    m.minimize(total([(x[i] - i) ** 2 for i in range(2000)]))
    for i in range(100):
        m.subject_to(x[i] <= x[i + 1])
    lines = str(m).splitlines()
    assert len(lines) < 80
    assert "    ... and 40 more" in lines
    assert max(map(len, lines)) < 600
    assert "operations)" in lines[1]
