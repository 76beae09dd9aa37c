"""Scalar expressions as C give what CasADi gives."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

import casadi as ca
import numpy as np
import pytest

from sqp.control.codegen.scalar_code import Output, ScalarCode
from sqp.errors import ModelError
from tests.unit.control.codegen.kernel import STRICT, needs_gcc


@needs_gcc
@pytest.mark.parametrize("real", ["double", "float"])
def test_every_operation_agrees_with_casadi(real: str, tmp_path: Path) -> None:
    x = ca.SX.sym("x", 3)
    a, b, c = x[0], x[1], x[2]
    parts = [a + b, a - b, a * b, a / b, -a, 1 / b, a**2, 2 * c, a < b, a <= b, ca.eq(a, a), a != b]
    parts += [ca.logic_and(a, b), ca.logic_or(a, b), ca.logic_not(a), ca.if_else(a < b, c, b), ca.sign(c)]
    parts += [f(a) for f in (ca.exp, ca.log, ca.sqrt, ca.sin, ca.cos, ca.tan, ca.asin, ca.acos, ca.atan, ca.sinh)]
    parts += [f(a) for f in (ca.cosh, ca.tanh, ca.asinh, ca.atanh, ca.floor, ca.ceil, ca.fabs, ca.erf)]
    parts += [ca.acosh(b), ca.expm1(a), ca.log1p(a), a**b, a**1.5, ca.fmin(a, b), ca.fmax(a, b), ca.fmod(b, a)]
    parts += [ca.atan2(a, c), ca.hypot(a, b), ca.copysign(a, c), ca.SX(0.1), ca.SX(np.inf)]
    code = ScalarCode.of("all_of_them", [("x", x)], [Output.vector("y", ca.vertcat(*parts))], real, real)
    declaration = code.text.split("\n")[0] + ";\n"
    (tmp_path / "all.c").write_text("#include <math.h>\n" + declaration + code.text + "\n")
    command = ["gcc", *STRICT, "-shared", "-fPIC", "all.c", "-lm", "-o", "all.so"]
    subprocess.run(command, cwd=tmp_path, check=True)
    kind = np.float64 if real == "double" else np.float32
    given, found = np.array([0.4, 1.7, -0.8], dtype=kind), np.zeros(len(parts), dtype=kind)
    ctypes.CDLL(str(tmp_path / "all.so")).all_of_them(
        ctypes.c_void_p(given.ctypes.data), ctypes.c_void_p(found.ctypes.data)
    )
    expected = np.array(ca.Function("f", [x], [ca.vertcat(*parts)])(given.astype(float))).ravel()
    np.testing.assert_allclose(found, expected, rtol=1e-14 if real == "double" else 1e-5)


def test_structural_zeros_are_not_written() -> None:
    x = ca.SX.sym("x", 2)
    code = ScalarCode.of("f", [("x", x)], [Output.by_rows("J", ca.diag(x))], "double")
    assert "J[0] =" in code.text
    assert "J[3] =" in code.text
    assert "J[1]" not in code.text


def test_an_unknown_operation_is_refused() -> None:
    x = ca.SX.sym("x")
    with pytest.raises(ModelError, match="has no counterpart in C"):
        ScalarCode.of("f", [("x", x)], [Output.vector("y", x.printme(0))], "double")
