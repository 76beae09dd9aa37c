"""Models stated in Opti, solved here, held against IPOPT on the same Opti."""

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.adapters.casadi_opti import from_opti


def stated(*, scaled=False):
    opti = ca.Opti()
    x, y, p = opti.variable(2), opti.variable(), opti.parameter()
    f = (x[0] - p) ** 4 + (x[1] - 3) ** 2 + ca.exp(y)
    product, range_, sine = x[0] * x[1] <= 1, opti.bounded(0.2, x[1], 2), y == ca.sin(x[0])
    if scaled:
        opti.minimize(f, 7.0)
        opti.set_linear_scale(x, [10, 3], 1)
        opti.subject_to(product, 5.0)
    else:
        opti.minimize(f)
        opti.subject_to(product)
    opti.subject_to([range_, sine])
    opti.set_value(p, 2.0)
    opti.set_initial(x, [0.8, 1.2])
    return opti, (x, y, p), (product, range_, sine)


@pytest.mark.parametrize("scaled", [False, True])
def test_values_and_duals_are_those_of_ipopt(scaled):
    opti, (x, y, p), constraints = stated(scaled=scaled)
    found = sqp.from_opti(opti).solve()
    opti.solver("ipopt", {"ipopt.print_level": 0, "print_time": False, "ipopt.sb": "yes", "ipopt.tol": 1e-11})
    expected = opti.solve()
    assert found
    for expression in (x, y, p, ca.sin(x[0]) * y + p, opti.f, opti.g, opti.lam_g, opti.x):
        np.testing.assert_allclose(found.value(expression), expected.value(expression), atol=1e-5)
    for constraint in constraints:
        np.testing.assert_allclose(found.dual(constraint), expected.value(opti.dual(constraint)), atol=1e-5)


def test_parameters_are_read_at_each_solve_and_nothing_is_differentiated_anew():
    opti, (x, _, p), _ = stated()
    solver = from_opti(opti)
    first = solver.solve()
    functions = _functions(first)
    opti.set_value(p, 0.5)
    second = solver.solve(warm=first)
    assert _functions(second) is functions
    assert second.value(p) == 0.5
    assert first.value(p) == 2.0
    fresh = from_opti(opti).solve()
    np.testing.assert_allclose(second.value(x), fresh.value(x), atol=1e-7)
    assert solver.solve(warm=second).result.iterations == 0


def _functions(solution):
    problem = solution.result.problem
    assert isinstance(problem, sqp.CasadiProblem)
    return problem.functions


def test_what_changes_in_the_model_is_noticed():
    opti, (x, *_), _ = stated()
    solver = from_opti(opti)
    solver.solve()
    bound = x[0] <= 0.25
    opti.subject_to(bound)
    solution = solver.solve()
    assert solution.value(x[0]) == pytest.approx(0.25)
    assert solution.dual(bound) > 0
    opti.minimize((x[0] + 1) ** 2)
    assert solver.solve().value(x[0]) == pytest.approx(-1, abs=1e-6)


def test_warm_start_in_the_words_of_opti():
    opti, _, _ = stated()
    solver = from_opti(opti)
    solution = solver.solve()
    opti.set_initial(solution.value_variables())
    opti.set_initial(opti.lam_g, solution.value(opti.lam_g))
    assert solver.solve().result.iterations == 0
    opti.set_value(solution.value_parameters())


@pytest.mark.parametrize("scaled", [False, True])
def test_multipliers_to_start_from_are_in_the_units_of_the_model(scaled):
    opti, _, _ = stated(scaled=scaled)
    solver = from_opti(opti)
    solution = solver.solve()
    opti.set_initial(opti.lam_g, solution.value(opti.lam_g))
    opti.advanced.bake()
    np.testing.assert_allclose(solver._current(_baked_copy(opti))[1], solution.result.y, atol=1e-10)


def _baked_copy(opti):
    model = opti.advanced
    model.bake()
    return model


def test_a_failed_solve_has_values_and_an_honest_status():
    opti = ca.Opti()
    x = opti.variable(2)
    opti.minimize(x[0])
    disc = ca.sumsqr(x) <= 1
    opti.subject_to([disc, x[0] + x[1] >= 3])
    opti.set_initial(x, 0.5)
    solution = sqp.from_opti(opti).solve()
    assert not solution
    stats = solution.stats()
    assert (stats["success"], stats["unified_return_status"]) == (False, "SOLVER_RET_INFEASIBLE")
    assert np.sum(solution.value(x)) > 1
    assert solution.dual(disc) > 0
    with pytest.raises(sqp.SolveFailed):
        solution.raise_for_status()


def test_the_users_opti_stays_unsolved_and_needs_no_solver():
    opti, (x, *_), _ = stated()
    sqp.from_opti(opti).solve()
    with pytest.raises(RuntimeError):
        opti.value(x)


def test_settings_and_callback():
    opti, _, _ = stated()
    seen = []
    solution = from_opti(opti).solve(callback=seen.append, hessian="bfgs", iterations=2)
    assert len(seen) == 2
    assert solution.stats()["unified_return_status"] == "SOLVER_RET_LIMITED"


def test_no_constraints_and_no_parameters():
    opti = ca.Opti()
    x = opti.variable(2, 2)
    opti.minimize(ca.sumsqr(x - np.array([[1, 2], [3, 4]])))
    np.testing.assert_allclose(from_opti(opti).solve().value(x), [[1, 2], [3, 4]], atol=1e-8)


def test_mistakes_are_named():
    with pytest.raises(sqp.ProblemError, match=r"opti must be a casadi\.Opti"):
        from_opti({})
    opti = ca.Opti()
    x, p = opti.variable(), opti.parameter()
    opti.minimize((x - p) ** 2)
    with pytest.raises(sqp.ProblemError, match="assign a value"):
        from_opti(opti).solve()
    opti.set_value(p, 1)
    opti.set_domain(x, "integer")
    with pytest.raises(sqp.UnsupportedError, match="discrete"):
        from_opti(opti).solve()


def test_semidefinite_constraints_are_refused():
    """Comparing square matrices means that in Opti; the rows have no bounds, and would be left out without a word."""
    opti = ca.Opti()
    x = opti.variable(2, 2, "symmetric")
    opti.minimize(ca.trace(x))
    opti.subject_to(ca.vec(x) >= -1)
    np.testing.assert_allclose(np.trace(from_opti(opti).solve().value(x)), -2.0, atol=1e-7)
    opti.subject_to(x >= ca.DM.eye(2))
    with pytest.raises(sqp.UnsupportedError, match=r"constraint 1 .*semidefinite .*casadi\.vec"):
        from_opti(opti).solve()
