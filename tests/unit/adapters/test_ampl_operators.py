"""Each opcode is the function that AMPL means by it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sqp.adapters.ampl.operators import OPERATORS, UNSUPPORTED
from sqp.adapters.ampl.read import read_nl
from sqp.errors import UnsupportedError
from tests.unit.adapters.nl_files import nl_text

UNARY: dict[int, tuple[Callable[[float], float], float]] = {
    13: (math.floor, -1.3),
    14: (math.ceil, -1.3),
    15: (abs, -1.3),
    16: (lambda a: -a, 1.3),
    34: (lambda a: float(not a), 1.0),
    37: (math.tanh, 0.7),
    38: (math.tan, 0.7),
    39: (math.sqrt, 0.7),
    40: (math.sinh, 0.7),
    41: (math.sin, 0.7),
    42: (math.log10, 0.7),
    43: (math.log, 0.7),
    44: (math.exp, 0.7),
    45: (math.cosh, 0.7),
    46: (math.cos, 0.7),
    47: (math.atanh, 0.7),
    49: (math.atan, 0.7),
    50: (math.asinh, 0.7),
    51: (math.asin, 0.7),
    52: (math.acosh, 1.7),
    53: (math.acos, 0.7),
    77: (lambda a: a * a, -1.3),
}

BINARY: dict[int, tuple[Callable[[float, float], float], float, float]] = {
    0: (lambda a, b: a + b, 1.3, 0.4),
    1: (lambda a, b: a - b, 1.3, 0.4),
    2: (lambda a, b: a * b, 1.3, 0.4),
    3: (lambda a, b: a / b, 1.3, 0.4),
    4: (math.fmod, -7.3, 2.0),
    5: (math.pow, 1.3, 0.4),
    6: (lambda a, b: max(a - b, 0.0), 1.3, 0.4),
    20: (lambda a, b: float(bool(a) or bool(b)), 0.0, 1.0),
    21: (lambda a, b: float(bool(a) and bool(b)), 0.0, 1.0),
    22: (lambda a, b: float(a < b), 1.3, 1.3),
    23: (lambda a, b: float(a <= b), 1.3, 1.3),
    24: (lambda a, b: float(a == b), 1.3, 1.3),
    28: (lambda a, b: float(a >= b), 1.3, 1.4),
    29: (lambda a, b: float(a > b), 1.4, 1.3),
    30: (lambda a, b: float(a != b), 1.3, 1.4),
    48: (math.atan2, 1.3, -0.4),
    55: (lambda a, b: float(math.trunc(a / b)), -7.3, 2.0),
    57: (lambda a, b: round(a, int(b)), -1.23456, 2.0),
    58: (lambda a, b: math.trunc(a * 10**b) / 10**b, -1.2387, 2.0),
    76: (math.pow, 1.3, 2.5),
    78: (math.pow, 2.5, 1.3),
}

LISTS: dict[int, Callable[[list[float]], float]] = {
    11: min,
    12: max,
    54: math.fsum,
    70: lambda values: float(all(values)),
    71: lambda values: float(any(values)),
}


def evaluate(folder: Path, tokens: str, values: list[float]) -> tuple[float, np.ndarray]:
    n = len(values)
    path = folder / "operator.nl"
    path.write_text(nl_text(f"O0 0\n{tokens}b\n" + "3\n" * n, variables=n, nonlinear=(0, 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem = read_nl(path)
    x = np.array(values)
    slopes = [(problem.objective(x + h) - problem.objective(x - h)) / 2e-6 for h in 1e-6 * np.eye(n)]
    smooth = all(OPERATORS[int(line[1:])].smooth for line in tokens.split() if line[0] == "o")
    if smooth:
        np.testing.assert_allclose(problem.gradient(x), slopes, rtol=1e-7, atol=1e-7)
    return problem.objective(x), problem.gradient(x)


@pytest.mark.parametrize("opcode", UNARY)
def test_unary(opcode: int, tmp_path: Path) -> None:
    function, point = UNARY[opcode]
    value, _ = evaluate(tmp_path, f"o{opcode}\nv0\n", [point])
    assert value == pytest.approx(function(point), rel=1e-14)


@pytest.mark.parametrize("opcode", BINARY)
def test_binary(opcode: int, tmp_path: Path) -> None:
    function, a, b = BINARY[opcode]
    value, _ = evaluate(tmp_path, f"o{opcode}\nv0\nv1\n", [a, b])
    assert value == pytest.approx(function(a, b), rel=1e-14)


@pytest.mark.parametrize("opcode", LISTS)
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_lists(opcode: int, count: int, tmp_path: Path) -> None:
    values = [float((3 * i + 1) % 5) for i in range(count)]
    tokens = "".join(f"v{i}\n" for i in range(count))
    value, _ = evaluate(tmp_path, f"o{opcode}\n{count}\n{tokens}", values)
    assert value == LISTS[opcode](values)


def test_every_opcode_is_tested() -> None:
    assert {*UNARY, *BINARY, *LISTS, 35} == set(OPERATORS)


@pytest.mark.parametrize("exponent", ["n2", "s3", "n0.5", "n-1", "l3"])
def test_powers_of_negative_bases_have_finite_derivatives(exponent: str, tmp_path: Path) -> None:
    power = float(exponent[1:])
    base = 1.5 if power == 0.5 else -1.5
    value, gradient = evaluate(tmp_path, f"o5\nv0\n{exponent}\n", [base])
    assert value == pytest.approx(base**power, rel=1e-15)
    assert gradient[0] == pytest.approx(power * base ** (power - 1), rel=1e-15)


@pytest.mark.parametrize("opcode", UNSUPPORTED)
def test_operators_beyond_smooth_problems_are_refused_by_name(opcode: int, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match=rf"line 12: uses .*{UNSUPPORTED[opcode]} \(o{opcode}\)"):
        evaluate(tmp_path, f"o{opcode}\nv0\nv0\n", [1.0])
