"""The solver inside CVXPY: registration, statuses, multipliers with CVXPY's sign, domains, refusals."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportOptionalSubscript=false, reportOperatorIssue=false, reportMissingImports=false

import subprocess
import sys

import cvxpy as cp
import numpy as np
import pytest

import sqp
from sqp.adapters.cvxpy.solver import SQPSolver


@pytest.fixture(autouse=True)
def _registered():
    sqp.cvxpy.register()


def hs071():
    x = cp.Variable(4, bounds=[1, 5], name="x")
    x.value = np.array([1.0, 5.0, 5.0, 1.0])
    f = x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]
    constraints = [x[0] * x[1] * x[2] * x[3] >= 25, cp.sum(cp.square(x)) == 40]
    return x, f, constraints


def test_importing_sqp_and_its_door_does_not_import_cvxpy():
    code = (
        "import sys, sqp, sqp.cvxpy; assert sqp.cvxpy.register; "
        "assert 'cvxpy' not in sys.modules; sqp.cvxpy.register(); assert 'cvxpy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_registering_twice_and_undoing_leaves_the_tables_as_they_were():
    from cvxpy.reductions.solvers import defines

    sqp.cvxpy.register()
    assert defines.INSTALLED_SOLVERS.count("SQP") == 1
    assert "SQP" in cp.installed_solvers()
    solver = defines.SOLVER_MAP_NLP["SQP"]
    sqp.cvxpy.register()
    assert defines.SOLVER_MAP_NLP["SQP"] is solver
    sqp.cvxpy.unregister()
    sqp.cvxpy.unregister()
    assert "SQP" not in cp.installed_solvers()
    assert "sqp" not in cp.Problem.REGISTERED_SOLVE_METHODS
    x = cp.Variable()
    with pytest.raises(cp.SolverError, match="SQP"):
        cp.Problem(cp.Minimize(x**2)).solve(nlp=True, solver="SQP")


def test_convex_problems_still_go_where_they_went():
    x = cp.Variable(2)
    problem = cp.Problem(cp.Minimize(cp.sum_squares(x - 1)), [cp.norm(x) <= 1])
    problem.solve()
    assert problem.solver_stats.solver_name != "SQP"


def test_an_instance_is_not_taken_by_cvxpy():
    """If this fails, CVXPY accepts solver objects for nonlinear programs, and the door may offer that as well."""
    x = cp.Variable()
    with pytest.raises(AttributeError, match="lower"):
        cp.Problem(cp.Minimize(x**2)).solve(nlp=True, solver=SQPSolver())


@pytest.mark.parametrize("call", [{"method": "sqp"}, {"nlp": True, "solver": "SQP"}], ids=["method", "solver"])
@pytest.mark.parametrize("sense", [1, -1], ids=["minimise", "maximise"])
def test_hs071_with_multipliers_that_are_the_derivatives_of_the_optimal_value(call, sense):
    x = cp.Variable(4, bounds=[1, 5])
    r = cp.Parameter(2, value=[25.0, 40.0])
    f = x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]
    constraints = [x[0] * x[1] * x[2] * x[3] >= r[0], cp.sum(cp.square(x)) == r[1]]
    problem = cp.Problem(cp.Minimize(f) if sense > 0 else cp.Maximize(-f), constraints)

    def value(right_side):
        r.value = right_side
        x.value = np.array([1.0, 5.0, 5.0, 1.0])
        return problem.solve(**call)

    assert value([25.0, 40.0]) == pytest.approx(sense * 17.0140173, rel=1e-8)
    assert problem.status == cp.OPTIMAL
    product, sphere = (float(c.dual_value) for c in constraints)
    step = 1e-4
    # CVXPY: L = f - product (c - r0) + sphere (c - r1) for the minimised f
    change = sense * (value([25.0 + step, 40.0]) - value([25.0 - step, 40.0])) / (2 * step)
    assert product == pytest.approx(change, rel=1e-5)
    change = sense * (value([25.0, 40.0 + step]) - value([25.0, 40.0 - step])) / (2 * step)
    assert sphere == pytest.approx(-change, rel=1e-5)


@pytest.mark.parametrize("direct", [False, True], ids=["comparisons", "cones"])
@pytest.mark.parametrize("sense", [1, -1], ids=["minimise", "maximise"])
def test_duals_of_convex_problems_are_those_of_clarabel(sense, direct):
    rng = np.random.default_rng(3)
    A, b = rng.normal(size=(2, 3)), rng.normal(size=2)
    x, S = cp.Variable(3), cp.Variable((2, 2), symmetric=True)
    f = cp.sum_squares(x - 2) + cp.sum_squares(S - np.array([[0.5, 0.3], [0.3, 1.8]])) + cp.exp(x[0])
    if direct:
        constraints = [cp.Zero(A @ x - b), cp.NonNeg(1 - x), cp.Zero(cp.trace(S) - 1.5), cp.NonNeg(1 - S)]
    else:
        constraints = [A @ x == b, x <= 1, cp.trace(S) == 1.5, S <= 1]
    problem = cp.Problem(cp.Minimize(f) if sense > 0 else cp.Maximize(-f), constraints)
    optimum = problem.solve(solver=cp.CLARABEL)
    expected = [np.copy(c.dual_value) for c in constraints], np.copy(x.value), np.copy(S.value)
    x.value = S.value = None
    assert problem.solve(method="sqp") == pytest.approx(optimum, abs=1e-6)
    np.testing.assert_allclose(x.value, expected[1], atol=1e-5)
    np.testing.assert_allclose(S.value, expected[2], atol=1e-5)
    np.testing.assert_allclose(constraints[3].dual_value, expected[0][3], atol=1e-4)
    for found, dual in zip(constraints[:3], expected[0][:3], strict=True):
        np.testing.assert_allclose(found.dual_value, dual, atol=1e-4)


def status_of(objective, constraints=(), **options):
    problem = cp.Problem(objective, list(constraints))
    problem.solve(method="sqp", **options)
    return problem


def test_infeasible():
    x = cp.Variable()
    x.value = 0.5
    problem = status_of(cp.Minimize(x), [x**2 + 1 <= 0])
    assert (problem.status, problem.value, x.value) == (cp.INFEASIBLE, np.inf, None)
    problem = status_of(cp.Maximize(x), [x >= 2, x <= 1])
    assert (problem.status, problem.value) == (cp.INFEASIBLE, -np.inf)


def test_unbounded():
    x = cp.Variable(2)
    problem = status_of(cp.Maximize(x[0] + x[1] ** 2), [x[0] >= x[1]])
    assert (problem.status, problem.value) == (cp.UNBOUNDED, np.inf)


def test_a_limit_leaves_the_values_and_says_so():
    x, f, constraints = hs071()
    with pytest.warns(UserWarning, match="inaccurate"):
        problem = status_of(cp.Minimize(f), constraints, limits=sqp.Limits(iterations=1))
    assert problem.status == cp.USER_LIMIT
    assert x.value is not None


def test_a_point_of_less_than_the_tolerance_is_called_inaccurate(monkeypatch):
    from dataclasses import replace

    from sqp.adapters.cvxpy import method

    solved = method.solved
    monkeypatch.setattr(method, "solved", lambda *a, **k: replace(solved(*a, **k), point=sqp.PointKind.KKT_ACCEPTABLE))
    x = cp.Variable()
    with pytest.warns(UserWarning, match="inaccurate"):
        assert status_of(cp.Minimize(x**2)).status == cp.OPTIMAL_INACCURATE


def test_functions_that_cannot_be_evaluated_are_an_error_with_the_result():
    x = cp.Variable(2)
    x.value = [1e200, 1e200]
    with pytest.raises(cp.SolverError, match="objective") as caught:
        status_of(cp.Minimize(cp.exp(x[0]) * cp.exp(x[1])))
    assert caught.value.result.point is sqp.PointKind.UNKNOWN


@pytest.mark.parametrize("start", [50.0, 1e-3, 1e-12])
def test_steps_out_of_the_domain_of_log_are_rejected(start):
    """-log z + 5 z: Newton steps from 50 leave the domain, where CVXPY returns inf or nan and raises nothing."""
    z = cp.Variable()
    z.value = start
    problem = cp.Problem(cp.Minimize(-cp.log(z) + 5 * z))
    assert problem.solve(method="sqp") == pytest.approx(1 + np.log(5), abs=1e-9)
    assert z.value == pytest.approx(0.2, abs=1e-6)


def test_entropy_on_the_simplex_with_entries_at_the_edge_of_the_domain():
    p = cp.Variable(5)
    cost = np.array([0.0, 1.0, 2.0, 10.0, 20.0])
    problem = cp.Problem(cp.Maximize(cp.sum(cp.entr(p)) - cost @ p), [cp.sum(p) == 1])
    problem.solve(method="sqp")
    weights = np.exp(-cost)
    assert problem.status == cp.OPTIMAL
    np.testing.assert_allclose(p.value, weights / weights.sum(), atol=1e-6)


def test_what_cvxpy_would_leave_out_silently_is_refused():
    b, X = cp.Variable(boolean=True, name="b"), cp.Variable((2, 2), PSD=True)
    z = cp.Variable(2, complex=True, name="z")
    for objective, message in [
        (cp.Minimize((b - 0.4) ** 2), "variable b is boolean"),
        (cp.Minimize(cp.trace(X)), "PSD"),
        (cp.Minimize(cp.sum(cp.real(z) ** 2)), "complex"),
    ]:
        with pytest.raises(cp.SolverError, match=message):
            status_of(objective)
    with pytest.raises(cp.error.DNLPError):
        status_of(cp.Minimize(cp.sqrt(cp.abs(cp.floor(b)))))


def test_a_wrong_option_is_named():
    x = cp.Variable()
    problem = cp.Problem(cp.Minimize(x**2))
    with pytest.raises(sqp.OptionError, match="did you mean 'tolerance'"):
        problem.solve(nlp=True, solver="SQP", tolerence=1e-3)


@pytest.mark.filterwarnings("ignore:Solution may be inaccurate")
def test_limits_are_options_by_name_as_in_every_door():
    _, f, constraints = hs071()
    problem = status_of(cp.Minimize(f), constraints, iterations=1)
    assert problem.status == "user_limit"
    assert problem.solver_stats.num_iters == 1


def test_what_cvxpy_cannot_ask_about_is_refused_by_name():
    x = cp.Variable(2)
    for cone, name in ((cp.SOC(1.0, x), "SOC"), (cp.ExpCone(x[0], x[1], x[1]), "ExpCone")):
        with pytest.raises(cp.SolverError, match=f"SQP: {name} constraints cannot be part"):
            cp.Problem(cp.Minimize(x[0]), [cone]).solve(method="sqp")
    with pytest.raises(cp.SolverError, match="no variables"):
        cp.Problem(cp.Minimize(3)).solve(method="sqp")


def test_options_verbose_and_statistics(capsys):
    x, f, constraints = hs071()
    seen = []
    problem = status_of(cp.Minimize(f), constraints, hessian="bfgs", callback=seen.append)
    assert problem.solver_stats.solver_name == "SQP"
    assert problem.solver_stats.num_iters == len(seen) > 0
    result = problem.solver_stats.extra_stats["result"]
    assert result.counts.hessian == 0
    assert result.variable_names == ("x[0]", "x[1]", "x[2]", "x[3]")
    capsys.readouterr()
    x.value = np.array([1.0, 5.0, 5.0, 1.0])
    status_of(cp.Minimize(f), constraints, verbose=True)
    assert "station." in capsys.readouterr().out


def test_best_of_keeps_the_best_of_several_starts():
    np.random.seed(1)  # noqa: NPY002  (CVXPY draws from it)
    x = cp.Variable(bounds=[-4, 4])
    problem = cp.Problem(cp.Minimize(cp.nlp.cos(3 * x) + 0.1 * x))
    problem.solve(method="sqp", best_of=8)
    values = problem.solver_stats.extra_stats["all_objs_from_best_of"]
    assert len(values) == 8
    assert problem.value == pytest.approx(min(values))
    assert max(values) > min(values) + 0.1


def test_no_constraints_and_fixed_variables():
    x = cp.Variable((2, 2), bounds=[np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0, 5.0], [5.0, 2.0]])])
    problem = status_of(cp.Minimize(cp.sum_squares(x - 1)))
    assert problem.status == cp.OPTIMAL
    np.testing.assert_allclose(x.value, [[1, 1], [1, 2]], atol=1e-8)
