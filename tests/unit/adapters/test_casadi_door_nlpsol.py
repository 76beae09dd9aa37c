"""CasADi's nlp descriptions and the call-alike of nlpsol, held against CasADi's own solvers."""

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.adapters.casadi_nlp import from_casadi
from sqp.adapters.casadi_nlpsol import nlpsol

HS71 = Path(__file__).parents[2] / "contracts" / "hs71.nl"
QUIET = {"print_time": False, "ipopt.print_level": 0, "ipopt.sb": "yes", "ipopt.tol": 1e-11}


def parametric(symbol=ca.SX):
    x, p = symbol.sym("x", 3), symbol.sym("p", 2)
    f = (x[0] - p[0]) ** 2 + ca.exp(x[1] * p[1]) + x[2] ** 4 - x[2]
    return {"x": x, "p": p, "f": f, "g": ca.vertcat(x[0] * x[1] + p[0], x[0] + x[2] - p[1])}


CALL = {"x0": [1, 0.5, 0.5], "p": [2, 0.7], "lbx": [-5, 0.2, -5], "ubx": 1.5, "lbg": [-ca.inf, 0], "ubg": [2.5, 0]}


@pytest.mark.parametrize("symbol", [ca.SX, ca.MX])
def test_every_output_is_that_of_ipopt(symbol):
    nlp = parametric(symbol)
    expected = ca.nlpsol("ipopt", "ipopt", nlp, QUIET)(**CALL)
    found = nlpsol("solver", nlp)(**CALL)
    assert list(found) == ["x", "f", "g", "lam_x", "lam_g", "lam_p"]
    for name, value in found.items():
        assert isinstance(value, ca.DM)
        assert value.shape == expected[name].shape
        np.testing.assert_allclose(value.full(), expected[name].full(), atol=1e-6, err_msg=name)


def test_lam_p_is_minus_the_derivative_of_the_optimal_value():
    solver = nlpsol("solver", parametric())
    lam_p = solver(**CALL)["lam_p"].full().ravel()
    for k, step in enumerate(1e-5 * np.eye(2)):
        up, down = (float(solver(**{**CALL, "p": np.array(CALL["p"]) + s})["f"]) for s in (step, -step))
        assert -lam_p[k] == pytest.approx((up - down) / 2e-5, rel=1e-5)


def test_it_works_inside_other_functions_and_lives_as_long_as_they():
    def embedded():
        solver = nlpsol("solver", parametric())
        p = ca.MX.sym("p", 2)
        return ca.Function("outer", [p], [2 * solver(**{**CALL, "p": p})["f"]])

    outer = embedded()
    gc.collect()
    assert float(outer(CALL["p"])) == pytest.approx(2 * float(nlpsol("s", parametric())(**CALL)["f"]))


def test_defaults_are_those_of_nlpsol_also_in_a_graph():
    x = ca.SX.sym("x")
    solver = nlpsol("solver", {"x": x, "f": (x - 3) ** 2})
    start = ca.MX.sym("start")
    outer = ca.Function("outer", [start], [solver(x0=start)["x"]])
    assert float(solver()["x"]) == pytest.approx(3)
    assert float(outer(7)) == pytest.approx(3)


def test_one_solve_per_column():
    x, p = ca.SX.sym("x"), ca.SX.sym("p")
    solver = nlpsol("solver", {"x": x, "p": p, "f": (x - p) ** 2})
    np.testing.assert_allclose(solver(p=ca.DM([[1, 2, 5]]))["x"].full(), [[1, 2, 5]], atol=1e-8)


def test_defaults_are_those_of_nlpsol_also_in_a_map():
    """CasADi gives a mapped callback zeros for what is missing, which would fix every variable at 0."""
    x = ca.SX.sym("x", 2)
    mapped = nlpsol("solver", {"x": x, "f": ca.sumsqr(x - 3)}).map(3)
    np.testing.assert_allclose(mapped(x0=ca.DM.zeros(2, 3))["x"].full(), np.full((2, 3), 3.0), atol=1e-8)
    bounded = mapped(ubx=ca.DM([[1, 2, 3], [4, 5, 6]]))["x"].full()
    np.testing.assert_allclose(bounded, [[1, 2, 3], [3, 3, 3]], atol=1e-8)


def test_several_threads_may_share_a_solver():
    """One of CasADi's own solvers, called from several threads at once, ends the process."""
    x, p = ca.SX.sym("x", 2), ca.SX.sym("p")
    solver = nlpsol("solver", {"x": x, "p": p, "f": ca.sumsqr(x - p) + ca.exp(x[0]), "g": x[0] * x[1]})
    alone = [solver(x0=1, p=k, ubg=2)["x"].full() for k in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda k: solver(x0=1, p=k, ubg=2)["x"].full(), range(8)))
    np.testing.assert_array_equal(together, alone)


def test_derivatives_of_the_solution_by_differences():
    x, p = ca.SX.sym("x"), ca.SX.sym("p")
    solver = nlpsol("s", {"x": x, "p": p, "f": (x - p**2) ** 2}, {"function_options": {"enable_fd": True}})
    q = ca.MX.sym("q")
    slope = ca.Function("slope", [q], [ca.jacobian(solver(p=q)["x"], q)])
    assert float(slope(3)) == pytest.approx(6, rel=1e-4)


def test_a_start_at_the_last_answer_takes_no_iterations():
    solver = nlpsol("solver", parametric())
    first = solver(**CALL)
    assert solver.stats()["iter_count"] > 0
    again = solver(**{**CALL, "x0": first["x"], "lam_x0": first["lam_x"], "lam_g0": first["lam_g"]})
    assert solver.stats()["iter_count"] == 0
    np.testing.assert_array_equal(again["x"].full(), first["x"].full())


def test_statistics_and_statuses():
    x = ca.SX.sym("x", 2)
    circle = {"x": x, "f": x[0] - x[1], "g": ca.vertcat(ca.sumsqr(x), x[0] + x[1])}
    solver = nlpsol("solver", circle)
    with pytest.raises(sqp.ProblemError, match="solved nothing yet"):
        solver.stats()
    for bounds, success, word in [
        ({"ubg": [1, 3]}, True, "SOLVER_RET_SUCCESS"),
        ({"ubg": [1, 3], "lbg": [-1, 3]}, False, "SOLVER_RET_INFEASIBLE"),
        ({}, False, "SOLVER_RET_UNKNOWN"),
    ]:
        solver(x0=[0.5, 0.5], **bounds)
        stats = solver.stats()
        assert (stats["success"], stats["unified_return_status"]) == (success, word)
    assert stats["return_status"] == "UNBOUNDED"
    limited = nlpsol("solver", circle, {"iterations": 1})
    limited(x0=[0.5, 0.5], ubg=[1, 3])
    assert limited.stats()["unified_return_status"] == "SOLVER_RET_LIMITED"
    assert len(limited.stats()["iterations"]["obj"]) == limited.stats()["iter_count"] == 1
    undefined = nlpsol("solver", {"x": x, "f": ca.log(x[0]) + x[1] ** 2})
    undefined(x0=[-1, 1])
    assert undefined.stats()["unified_return_status"] == "SOLVER_RET_NAN"


def test_failures_are_raised_where_that_is_asked_for():
    x = ca.SX.sym("x")
    solver = nlpsol("solver", {"x": x, "f": x}, {"error_on_fail": True})
    with pytest.raises(sqp.SolveFailed):
        solver()
    assert solver.stats()["return_status"] == "UNBOUNDED"


def test_verbose_callback_and_settings(capsys):
    nlp, seen = parametric(), []
    nlpsol("solver", nlp, {"callback": seen.append, "hessian": "bfgs", "tolerance": 1e-6})(**CALL)
    assert seen
    assert not capsys.readouterr().out
    nlpsol("solver", nlp, {"verbose": True})(**CALL)
    assert "station." in capsys.readouterr().out


def test_functions_are_descriptions_too():
    nlp = parametric()
    function = ca.Function("nlp", nlp, ["x", "p"], ["f", "g"])
    expected = nlpsol("solver", nlp)(**CALL)["x"].full()
    np.testing.assert_allclose(nlpsol("solver", function)(**CALL)["x"].full(), expected, atol=1e-8)


def test_builders_have_bounds_and_a_start_of_their_own(tmp_path):
    text = HS71.read_text(encoding="utf-8")
    builder = ca.NlpBuilder()
    builder.import_nl(str(HS71))
    problem = from_casadi(builder)
    assert problem.start.tolist() == list(builder.x_init)
    assert sqp.solve(problem).f == pytest.approx(17.0140173)
    bounds = {"lbx": builder.x_lb, "ubx": builder.x_ub, "lbg": builder.g_lb, "ubg": builder.g_ub}
    assert float(nlpsol("solver", builder)(x0=[1, 5, 5, 1], **bounds)["f"]) == pytest.approx(17.0140173)
    lines = text.splitlines()
    lines[6] = " 0 0 1 0 0"  # the last of the nonlinear variables is an integer
    discrete = tmp_path / "discrete.nl"
    discrete.write_text("\n".join(lines) + "\n", encoding="utf-8")
    builder = ca.NlpBuilder()
    builder.import_nl(str(discrete))
    assert any(builder.discrete)
    with pytest.raises(sqp.UnsupportedError, match="discrete"):
        from_casadi(builder)


def test_mistakes_are_named():
    x = ca.SX.sym("x", 2)
    with pytest.raises(sqp.ProblemError, match="nlp\\['x'\\]"):
        from_casadi({"f": x[0]})
    with pytest.raises(sqp.ProblemError, match="no part of an nlp 'h'"):
        from_casadi({"x": x, "f": x[0], "h": x[1]})
    with pytest.raises(sqp.ProblemError, match="lbx must be a number or 2 numbers, got 3"):
        from_casadi({"x": x, "f": x[0]}, lbx=[1, 2, 3])
    with pytest.raises(sqp.ProblemError, match="dictionary"):
        from_casadi(7)
    with pytest.raises(sqp.ProblemError, match="all in MX, found x in SX, f in MX"):
        from_casadi({"x": x, "f": ca.MX.sym("f")})
    with pytest.raises(sqp.OptionError, match="no option 'print_tim'"):
        nlpsol("solver", {"x": x, "f": x[0]}, {"print_tim": True})
    solver = nlpsol("solver", {"x": x, "f": ca.sumsqr(x)})
    with pytest.raises(sqp.ProblemError, match="did you mean 'x0'"):
        solver(x_0=1)
    with pytest.raises(sqp.ProblemError, match="lower 2 above upper 1"):
        solver(lbx=2, ubx=1)
