"""Optimal power flows end at the published objective; the formulation is checked against complex arithmetic.

The cases of the Power Grid Library lie beside the repository; they are not part of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sqp
from sqp_problems.case import Case
from sqp_problems.power import five_buses
from sqp_problems.power.library import cases_in, published
from sqp_problems.power.opf import opf, opf_of
from tests import oracle

LIBRARY = Path(__file__).resolve().parents[3] / "shared" / "data" / "pglib"
CASES = cases_in(LIBRARY)[:8] if LIBRARY.is_dir() else []


def test_the_five_buses_end_at_their_solution() -> None:
    result = five_buses.build().solve()
    assert result.success
    assert result.f == pytest.approx(five_buses.CASE.optimum, rel=1e-9)
    np.testing.assert_allclose(result.x, five_buses.CASE.solutions[0].flat, atol=1e-6)
    assert result.iterations <= 12


def test_the_balance_is_that_of_complex_power() -> None:
    flow = opf(Path(five_buses.__file__).with_name("five_buses.m"))
    network, rng = flow.network, np.random.default_rng(0)
    problem = flow.model.problem()
    x = problem.start + 0.1 * rng.standard_normal(problem.start.size)
    va, vm, pg, qg = np.split(x, [5, 10, 13, 16])[:4]
    voltage = vm * np.exp(1j * va)
    balance = network.buses.demand + network.buses.shunt * vm**2
    np.subtract.at(balance, network.generators.bus, pg + 1j * qg)
    for k, (f, t) in enumerate(zip(network.branches.start, network.branches.end, strict=True)):
        y = network.branches.admittance[:, k].reshape(2, 2)
        power = voltage[[f, t]] * np.conj(y @ voltage[[f, t]])
        balance[f] += power[0]
        balance[t] += power[1]
    c = problem.constraints(x) - problem.constraint_bounds.lower
    names = list(problem.constraint_names)
    first = names.index("active balance[0]")
    np.testing.assert_allclose(c[first : first + 5], balance.real, atol=1e-12)
    np.testing.assert_allclose(c[first + 5 : first + 10], balance.imag, atol=1e-12)


def test_the_operating_point_is_in_the_units_of_engineers() -> None:
    flow = opf(Path(five_buses.__file__).with_name("five_buses.m"))
    result = flow.model.solve()
    point = flow.operating_point(result)
    assert point.cost == pytest.approx(result.f, rel=1e-9)
    assert point.active.sum() == pytest.approx(90 + 150 + 160 + 60 + point.magnitude[3] ** 2 + point.losses)
    assert point.loading.max() == pytest.approx(1.0, abs=1e-6)
    assert point.angle[0] == 0.0
    assert "    50    1.0794     -7.9384" in str(point)


def test_prices_are_what_one_more_megawatt_costs() -> None:
    path = Path(five_buses.__file__).with_name("five_buses.m")
    flow = opf(path)
    price = flow.operating_point(flow.model.solve(tolerance=1e-10)).price[3]
    demand = flow.network.buses.demand.copy()
    costs = []
    for more in (-0.1, 0.1):
        demand[3] = 1.6 + 0.4j + more / flow.network.base
        buses = replace(flow.network.buses, demand=demand)
        costs.append(opf_of(replace(flow.network, buses=buses)).model.solve(tolerance=1e-10).f)
    assert price == pytest.approx((costs[1] - costs[0]) / 0.2, rel=1e-3)


def test_published_objectives_are_read_from_the_table(tmp_path: Path) -> None:
    table = tmp_path / "BASELINE.md"
    rows = "| pglib_opf_a | 3 | 3 | 5e3 | 5.8e+03 | 1 |\n| pglib_opf_b | 3 | 3 | 1 | -- |\n"
    table.write_text(f"| Name | N | E | DC | AC |\n|-|-|-|-|-|\n{rows}", encoding="utf-8")
    assert published(table) == {"pglib_opf_a": 5800.0}


@pytest.mark.skipif(not CASES, reason="the Power Grid Library is not there (../shared/data/pglib)")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases_of_the_library_end_at_the_published_objective(case: Case) -> None:
    problem = case.build().problem()
    result = sqp.solve(problem, tolerance=1e-7)
    assert result.success
    assert oracle.false_claim(problem, result) == ""
    assert result.f == pytest.approx(case.optimum, rel=1e-4)
    assert result.iterations <= 30
