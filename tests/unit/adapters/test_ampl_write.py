"""What is written is read again as it was: values, derivatives, bounds, names, and by CasADi's reader too."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sqp
from sqp.adapters.ampl.phrases import PHRASES
from sqp.errors import ProblemError
from tests.derivatives import dense

HS71 = Path(__file__).parents[2] / "contracts" / "hs71.nl"
INF = np.inf


def again(problem: sqp.CasadiProblem, folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sqp.read_nl(sqp.write_nl(problem, folder / "again"))


def assert_same(problem: sqp.CasadiProblem, other: sqp.CasadiProblem, x: np.ndarray) -> None:
    y = np.cos(1 + np.arange(problem.constraint_bounds.size))
    assert other.sense == problem.sense
    pairs = [
        (problem.objective(x), other.objective(x)),
        (problem.gradient(x), other.gradient(x)),
        (problem.constraints(x), other.constraints(x)),
        (problem.jacobian(x), other.jacobian(x)),
        (problem.lagrangian_hessian(x, y, 1.0), other.lagrangian_hessian(x, y, 1.0)),
    ]
    for one, two in pairs:
        size = 1 + np.max(np.abs(dense(one)), initial=0.0)
        np.testing.assert_allclose(dense(two), dense(one), rtol=1e-13, atol=1e-14 * size)
    for one, two in (
        (problem.variable_bounds, other.variable_bounds),
        (problem.constraint_bounds, other.constraint_bounds),
    ):
        np.testing.assert_array_equal(one.lower, two.lower)
        np.testing.assert_array_equal(one.upper, two.upper)
    np.testing.assert_array_equal(problem.start, other.start)
    np.testing.assert_array_equal(problem.linear_constraints, other.linear_constraints)


def test_a_model_with_everything(tmp_path: Path) -> None:
    m = sqp.Model("everything")
    x = m.variable("x", shape=3, lower=[0.1, -INF, 0.1], upper=[4.0, 5.0, INF], start=[1.0, 2.0, 0.3])
    s = m.variable("s", start=0.125)
    p = m.parameter("p", value=2.5)
    shared = sqp.exp(x[0] * s)
    m.maximize(shared * shared + p * x[1] + 7)
    m.subject_to(sqp.between(-1, shared + sqp.log(x[2]), 3), name="range")
    m.subject_to(2 * x[0] - x[1] + 3 <= p, name="line")
    m.subject_to(sqp.sum(x**2) == 4, name="sphere")
    problem = m.problem()
    other = again(problem, tmp_path)
    assert_same(problem, other, np.array([0.7, -1.1, 0.4, 0.9]))
    assert other.variable_names == ("x[0]", "x[1]", "x[2]", "s")
    assert other.constraint_names == problem.constraint_names
    lines = (tmp_path / "again.nl").read_text().splitlines()
    assert sum(line.startswith("V") for line in lines) >= 1, "what is used twice is stated once"
    assert (tmp_path / "again.row").read_text().splitlines()[-1] == "objective"


def test_names_of_an_earlier_file_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "again.col").write_text("old\n")
    x = ca.SX.sym("x", 2)
    assert again(sqp.CasadiProblem(x, ca.sumsqr(x)), tmp_path).variable_names == ()


def test_casadi_reads_what_is_written(tmp_path: Path) -> None:
    problem = sqp.read_nl(HS71)
    builder = ca.NlpBuilder()
    builder.import_nl(str(sqp.write_nl(problem, tmp_path / "hs71.nl")), {"verbose": False})
    function: Any = ca.Function("f", [ca.vertcat(*builder.x)], [builder.f, ca.vertcat(*builder.g)])
    x = problem.start + 0.25
    f, c = function(x)
    assert float(f) == pytest.approx(problem.objective(x), rel=1e-14)
    np.testing.assert_allclose(c.full().ravel(), problem.constraints(x), rtol=1e-14)


UNARY = [
    *(ca.sin, ca.cos, ca.tan, ca.asin, ca.acos, ca.atan, ca.sinh, ca.cosh, ca.tanh, ca.asinh, ca.atanh, ca.exp, ca.log),
    *(ca.sqrt, ca.fabs, ca.floor, ca.ceil, ca.sign, ca.log1p, ca.expm1, ca.log10),
    *(lambda a: -a, lambda a: a * a, lambda a: 2 * a, lambda a: 1 / a, lambda a: a**3, lambda a: a**-0.5),
    lambda a: ca.acosh(1 + a),
    lambda a: ca.if_else(a > 0.5, a**2, ca.sin(a)),
    lambda a: ca.logic_not(a > 0.5) * a,
]
BINARY = [
    *(lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a**b),
    *(ca.atan2, ca.fmin, ca.fmax, ca.fmod, ca.hypot),
    *(lambda a, b: (a < b) * a, lambda a, b: (a <= b) * b, lambda a, b: (a == b) + a, lambda a, b: (a != b) * b),
    *(lambda a, b: ca.logic_and(a > 0.5, b > 0.5) * a, lambda a, b: ca.logic_or(a > 0.5, b > 0.5) * b),
]


@pytest.mark.parametrize("which", range(len(UNARY) + len(BINARY)))
def test_each_operation(which: int, tmp_path: Path) -> None:
    x = ca.SX.sym("x", 2)
    row = UNARY[which](x[0]) if which < len(UNARY) else BINARY[which - len(UNARY)](x[0], x[1])
    problem = sqp.CasadiProblem(x, x[0] * row, row, constraint_bounds=sqp.Bounds([0.0], [1.0]))
    other = again(problem, tmp_path)
    for point in itertools.product((0.3, 0.8), repeat=2):
        assert other.objective(np.array(point)) == pytest.approx(problem.objective(np.array(point)), rel=1e-14)
    assert_same(problem, other, np.array([0.3, 0.75]))


def test_the_tests_say_every_phrase() -> None:
    """Apart from those that CasADi does not keep in expressions."""
    x = ca.SX.sym("x", 2)
    rows = [*(f(x[0]) for f in UNARY), *(f(x[0], x[1]) for f in BINARY)]
    program: Any = ca.Function("f", [x], [ca.vertcat(*rows)])
    said = {program.instruction_id(k) for k in range(program.n_instructions())}
    assert set(PHRASES) - said <= {ca.OP_ASSIGN, ca.OP_LIFT}


@st.composite
def programs(draw: st.DrawFn) -> tuple[Any, Any]:
    """Expressions of four variables in which results are used again."""
    x = ca.SX.sym("x", 4)
    values = [x[i] for i in range(4)]
    for _ in range(draw(st.integers(1, 25))):
        a, b = (draw(st.sampled_from(values)) for _ in range(2))
        values.append(draw(st.sampled_from(STEPS))(a, b, draw(st.floats(-2, 2))))
    return x, ca.vertcat(*values[-6:])


STEPS: list[Any] = [
    lambda a, b, _: a + b,
    lambda a, b, _: a - b,
    lambda a, b, c: a * b * c,
    lambda a, b, _: a / (1 + b**2),
    lambda a, _, c: c - ca.exp(-(a**2)),
    lambda a, _, c: ca.sin(c * a),
    lambda a, _, __: ca.tanh(a) ** 3,
    lambda _, __, c: ca.SX(c),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=programs(), sense=st.sampled_from([1, -1]), seed=st.integers(0, 99))
def test_any_program_comes_back(program: Any, sense: int, seed: int, tmp_path: Path) -> None:
    x, rows = program
    m = rows.numel() - 1
    random = np.random.default_rng(seed)
    lower = np.where(random.random(m) < 0.3, -INF, random.normal(size=m))
    upper = np.where(random.random(m) < 0.3, INF, np.where(np.isinf(lower), 0, lower) + random.random(m).round())
    problem = sqp.CasadiProblem(
        x, rows[m], rows[:m], constraint_bounds=sqp.Bounds(lower, upper), start=random.normal(size=4), sense=sense
    )
    assert_same(problem, again(problem, tmp_path), random.normal(size=4))


def test_long_sums_need_no_depth(tmp_path: Path) -> None:
    x = ca.SX.sym("x", 3000)
    total = ca.SX(0)
    for i in range(3000):
        total = total + ca.sin(x[i]) if i % 2 else total - x[i] ** 2
    path = sqp.write_nl(sqp.CasadiProblem(x, total), tmp_path / "sum")
    assert "o54\n3000\n" in path.read_text()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sqp.read_nl(path).objective(np.ones(3000)) == pytest.approx(1500 * (np.sin(1) - 1), rel=1e-12)


def test_the_header_puts_what_is_nonlinear_first(tmp_path: Path) -> None:
    """A solver library differentiates no more than the first variables and rows that the header calls nonlinear."""
    x = ca.SX.sym("x", 5)
    rows = ca.vertcat(x[0] + x[4], x[1] * x[0] + x[2], x[3] - 1)
    bounds = sqp.Bounds([-INF, 0, 2], [3, 1, 2])
    path = sqp.write_nl(sqp.CasadiProblem(x, x[1] ** 2 + x[4], rows, constraint_bounds=bounds), tmp_path / "m")
    header = [line.split() for line in path.read_text().splitlines()[:10]]
    assert header[1] == ["5", "3", "1", "1", "1", "0"]
    assert header[2] == ["3", "1"], "the last row has a constant"
    assert header[4] == ["3", "5", "3"]
    assert header[7] == ["6", "2"]


def test_what_has_no_words_is_refused_by_name(tmp_path: Path) -> None:
    x = ca.SX.sym("x")
    with pytest.raises(ProblemError, match="the operation erf"):
        sqp.write_nl(sqp.CasadiProblem(x, ca.erf(x)), tmp_path / "m")
    with pytest.raises(ProblemError, match="the constant inf"):
        sqp.write_nl(sqp.CasadiProblem(x, ca.if_else(x > 0, x, INF)), tmp_path / "m")
    with pytest.raises(ProblemError, match="expected one made of CasADi expressions, got NLP"):
        sqp.write_nl(sqp.NLP(lambda x: x @ x, [1.0], gradient=lambda x: 2 * x), tmp_path / "m")
    y = ca.MX.sym("y")
    table: Any = ca.interpolant("table", "linear", [[0, 1, 2]], [0, 1, 4])
    with pytest.raises(ProblemError, match="the operation call"):
        sqp.write_nl(sqp.CasadiProblem(y, table(y)), tmp_path / "m")


def test_the_extension_is_added_to_any_name_as_the_program_adds_it(tmp_path: Path) -> None:
    m = sqp.Model("square")
    x = m.variable("x", start=1)
    m.minimize(x**2)
    for name in ("plain", "plain.nl", "version.2"):
        path = sqp.write_nl(m, tmp_path / name)
        assert path == tmp_path / (name if name == "plain.nl" else f"{name}.nl")
        assert sqp.read_nl(path).variable_names == ("x",)
