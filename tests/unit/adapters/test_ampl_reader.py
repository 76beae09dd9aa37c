"""A ``.nl`` file becomes the problem that it states, whichever format it is in."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable
from pathlib import Path

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.adapters.ampl.problem import AmplProblem
from sqp.adapters.ampl.read import read_nl
from sqp.errors import OptionError, SqpWarning
from tests.derivatives import dense
from tests.unit.adapters.nl_files import nl_text, rich_text, to_binary

FORMATS: dict[str, Callable[[str], bytes]] = {
    "text": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "commented": lambda text: "".join(line.split("#")[0] + "\t# x[1]\n" for line in text.splitlines()).encode(),
    "little-endian": to_binary,
    "big-endian": lambda text: to_binary(text, ">"),
}


def written(folder: Path, data: str | bytes, name: str = "model.nl") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(folder: Path, data: str | bytes) -> AmplProblem:
    return read_nl(written(folder, data))


@pytest.fixture(params=FORMATS)
def rich(request: pytest.FixtureRequest, tmp_path: Path) -> AmplProblem:
    return read(tmp_path, FORMATS[request.param](rich_text()))


X = np.array([1.5, 2.0, 3.0, -0.5])


def test_functions_are_those_of_the_file(rich: AmplProblem) -> None:
    a, b, c, d = X
    user = -(0.5 * d + a + b) * (c + 70000) - c
    assert rich.sense == -1
    assert rich.objective(X) == pytest.approx(-user, rel=1e-15)
    np.testing.assert_allclose(rich.constraints(X), [a * b * c * d, X @ X, a + 1.5 * b], rtol=1e-15)
    jacobian = np.array([[b * c * d, a * c * d, a * b * d, a * b * c], [*(2 * X)], [1.0, 1.5, 0.0, 0.0]])
    np.testing.assert_allclose(dense(rich.jacobian(X)), jacobian, rtol=1e-15)
    np.testing.assert_allclose(rich.gradient(X), [c + 70000, c + 70000, 0.5 * d + a + b + 1, 0.5 * (c + 70000)])


def test_bounds_and_start_are_those_of_the_file(rich: AmplProblem) -> None:
    inf = np.inf
    np.testing.assert_array_equal(rich.variable_bounds.lower, [1, 1, 1, -inf])
    np.testing.assert_array_equal(rich.variable_bounds.upper, [5, 5, inf, inf])
    np.testing.assert_array_equal(rich.constraint_bounds.lower, [25, 40, -1])
    np.testing.assert_array_equal(rich.constraint_bounds.upper, [inf, 40, 1e3])
    np.testing.assert_array_equal(rich.start, [1, 5, 5.5, 0])


def test_multipliers_change_sign_with_the_sense(rich: AmplProblem) -> None:
    np.testing.assert_array_equal(rich.dual_start, [0.55, -0.16, 0.0])
    np.testing.assert_array_equal(rich.bound_dual_start, [-0.5, 0.0, 0.0, 1.5])


def test_suffixes_are_kept(rich: AmplProblem) -> None:
    np.testing.assert_array_equal(rich.info.suffix("variable", "priority"), [0, 0, 7, 0])
    np.testing.assert_array_equal(rich.info.suffix("constraint", "scaling_factor"), [0, 0.1, 0])
    assert rich.info.suffix("objective", "scaling_factor") is None
    assert not rich.info.suffixes["variable", "priority"].real
    assert rich.info.options == (1, 1, 0)
    assert rich.info.bound_tolerance is None


def test_linear_rows_are_recognised(rich: AmplProblem) -> None:
    np.testing.assert_array_equal(rich.linear_constraints, [False, False, True])


def test_a_smooth_model_needs_no_notes(rich: AmplProblem) -> None:
    assert rich.notes == ()


def test_a_problem_survives_pickling(rich: AmplProblem) -> None:
    again = pickle.loads(pickle.dumps(rich))
    assert again.objective(X) == rich.objective(X)
    assert again.info.options == rich.info.options


def test_first_line_may_carry_a_bound_tolerance(tmp_path: Path) -> None:
    info = read(tmp_path, rich_text().replace("g3 1 1 0", "g3 1 3 0 1e-8")).info
    assert (info.options, info.bound_tolerance) == ((1, 3, 0), 1e-8)


def test_no_objective_means_zero(tmp_path: Path) -> None:
    problem = read(
        tmp_path,
        nl_text(
            "C0\nn0\nr\n4 1\nb\n3\n3\nk1\n1\nJ0 2\n0 1\n1 2\n", variables=2, constraints=1, objectives=0, entries=(2, 0)
        ),
    )
    assert problem.objective(np.ones(2)) == 0.0
    np.testing.assert_array_equal(problem.gradient(np.ones(2)), [0, 0])
    np.testing.assert_array_equal(problem.constraints(np.ones(2)), [3])
    assert "no objective" in problem.notes[0]


def test_first_of_several_objectives_is_taken_unless_another_is_asked_for(tmp_path: Path) -> None:
    text = nl_text("O0 0\nn3\nO1 1\nv0\nb\n3\n", variables=1, objectives=2, nonlinear=(0, 1))
    x = np.array([7.0])
    with pytest.warns(SqpWarning, match="of 2 objectives only number 1 is optimised"):
        first = read(tmp_path, text)
    assert (first.objective(x), first.sense, first.info.objective, first.info.objectives) == (3.0, 1, 0, 2)
    with pytest.warns(SqpWarning, match="number 2"):
        second = read_nl(tmp_path / "model.nl", objective=1)
    assert (second.objective(x), second.sense, second.info.objective) == (-7.0, -1, 1)
    with pytest.warns(SqpWarning, match="no objective"):
        none = read_nl(tmp_path / "model.nl", objective=None)
    assert (none.objective(x), none.sense, none.info.objective) == (0.0, 1, None)
    with pytest.raises(OptionError, match="objective must be from 0 to 1, got 2"):
        read_nl(tmp_path / "model.nl", objective=2)


def test_names_come_from_the_files_beside(tmp_path: Path) -> None:
    written(tmp_path, "length\nwidth[1]\nwidth[2]\nangle\n", "model.col")
    written(tmp_path, "volume\narea\nlimit\ncost\n", "model.row")
    problem = read(tmp_path, rich_text())
    assert problem.variable_names == ("length", "width[1]", "width[2]", "angle")
    assert problem.constraint_names == ("volume", "area", "limit")


def test_empty_files_beside_have_no_names(tmp_path: Path) -> None:
    for suffix in (".col", ".row"):
        (tmp_path / "model.nl").with_suffix(suffix).touch()
    assert read(tmp_path, rich_text()).variable_names == ()


def test_the_extension_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, rich_text())
    assert read_nl(path.with_suffix("")).info.path == path
    assert read_nl(str(path)).info.path == path


def test_linear_coefficients_are_kept_exactly(tmp_path: Path) -> None:
    text = nl_text("O0 0\nn0\nb\n3\n3\nk1\n0\nG0 2\n0 0.1\n1 1e-300\n", variables=2, entries=(0, 2))
    np.testing.assert_array_equal(read(tmp_path, text).gradient(np.zeros(2)), [0.1, 1e-300])


def test_deep_expressions_do_not_overflow(tmp_path: Path) -> None:
    depth = 3000
    text = nl_text("O0 0\n" + "o0\ns1\n" * depth + "v0\nb\n3\n", variables=1, nonlinear=(0, 1))
    assert read(tmp_path, text).objective(np.array([2.0])) == depth + 2


def test_long_sums_and_many_rows(tmp_path: Path) -> None:
    n = 2000
    squares = "".join(f"o5\nv{i}\nn2\n" for i in range(n))
    rows = "".join(f"C{i}\no2\nn{i}\no41\nv{i}\n" for i in range(n))
    free = "3\n" * n
    text = nl_text(
        f"{rows}O0 0\no54\n{n}\n{squares}r\n{free}b\n{free}",
        variables=n,
        constraints=n,
        nonlinear=(n, 1),
    )
    problem = read(tmp_path, text)
    x = np.linspace(-1, 1, n)
    assert problem.objective(x) == pytest.approx(x @ x, rel=1e-14)
    np.testing.assert_allclose(problem.constraints(x), np.arange(n) * np.sin(x), rtol=1e-15)


@pytest.mark.parametrize(("point", "value", "slope"), [(2.0, 4.0, 4.0), (-2.0, 6.0, -3.0)])
def test_if_then_else_is_read_with_a_warning(tmp_path: Path, point: float, value: float, slope: float) -> None:
    text = nl_text("O0 0\no35\no28\nv0\nn0\no5\nv0\nn2\no2\nn-3\nv0\nb\n3\n", variables=1, nonlinear=(0, 1))
    with pytest.warns(SqpWarning, match=r"not differentiable everywhere \(if-then-else, >=\)"):
        problem = read(tmp_path, text)
    assert problem.objective(np.array([point])) == value
    assert problem.gradient(np.array([point]))[0] == slope


def test_the_notes_of_a_file_are_notes_of_the_result(tmp_path: Path) -> None:
    body = "C0\no15\nv0\nr\n1 2\nb\n0 1 9\nk0\nJ0 1\n0 0\n"
    text = nl_text(body, variables=1, constraints=1, objectives=0, nonlinear=(1, 0), entries=(1, 0))
    with pytest.warns(SqpWarning, match="abs"):
        problem = read(tmp_path, text)
    notes = sqp.solve(problem).notes
    assert any("no objective" in note for note in notes)
    assert any("not differentiable everywhere (abs)" in note for note in notes)


def test_a_smooth_model_is_read_without_a_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(tmp_path, rich_text())


@pytest.mark.parametrize("repeated", [0, 3])
def test_linear_terms_of_a_defined_variable_belong_to_it_and_those_of_the_row_to_the_row(
    repeated: int, tmp_path: Path
) -> None:
    """A file that states them in both places counts them twice; it is taken at its word, as CasADi takes it."""
    body = f"V2 1 0\n0 3\no2\nv0\nv1\nC0\nv2\nr\n4 1\nb\n3\n3\nk1\n1\nJ0 2\n0 {repeated}\n1 0\n"
    text = nl_text(body, variables=2, constraints=1, objectives=0, nonlinear=(1, 0), entries=(2, 0), defined=1)
    problem = read(tmp_path, text)
    x = np.array([2.0, 5.0])
    np.testing.assert_array_equal(problem.constraints(x), [(3 + repeated) * 2 + 2 * 5])
    np.testing.assert_array_equal(dense(problem.jacobian(x)), [[3 + repeated + 5, 2]])
    builder = ca.NlpBuilder()
    builder.import_nl(str(tmp_path / "model.nl"), {"verbose": False})
    row = ca.Function("row", [ca.vertcat(*builder.x)], [ca.vertcat(*builder.g)])
    assert float(row(x)) == problem.constraints(x)[0]
