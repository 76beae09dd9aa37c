"""The network in service: switches, taps, limits, costs, references."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from sqp.errors import ReadError, UnsupportedError
from sqp_problems.power.matpower import read_case
from sqp_problems.power.network import Network
from sqp_problems.power.service import network_of

FIVE = files("sqp_problems.power") / "five_buses.m"
TEXT = FIVE.read_text(encoding="utf-8")


def changed(folder: Path, *changes: tuple[str, str]) -> Network:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "changed.m"
    path.write_text(text, encoding="utf-8")
    return network_of(read_case(path))


def test_what_is_isolated_or_out_of_service_is_left_out() -> None:
    network = network_of(read_case(FIVE))
    assert network.name == "five_buses"
    assert network.buses.numbers.tolist() == [10, 20, 30, 40, 50]
    assert network.generators.rows.tolist() == [0, 1, 2]
    assert network.branches.rows.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert network.buses.reference.tolist() == [True, False, False, False, False]


def test_powers_are_per_unit_and_shunts_draw() -> None:
    buses = network_of(read_case(FIVE)).buses
    assert buses.demand[3] == 1.6 + 0.4j
    np.testing.assert_allclose(buses.shunt, [0, 0, -0.19j, 0.01, 0])


def test_admittances_are_those_of_the_pi_model() -> None:
    branches = network_of(read_case(FIVE)).branches
    plain, tapped, shifted = branches.admittance[:, 0], branches.admittance[:, 3], branches.admittance[:, 4]
    series = 1 / (0.010 + 0.085j)
    np.testing.assert_allclose(plain, [series + 0.088j, -series, -series, series + 0.088j])
    series = 1 / (0.005 + 0.1j)
    np.testing.assert_allclose(tapped, [series / 0.978**2, -series / 0.978, -series / 0.978, series])
    turned = np.exp(1j * np.deg2rad(-1.5))
    np.testing.assert_allclose(shifted[1:3], [tapped[1] / turned.conjugate(), tapped[2] / turned])


def test_angles_and_ratings_that_are_no_limits() -> None:
    branches = network_of(read_case(FIVE)).branches
    limited = [True, True, False, False, True, True, True]
    assert np.isfinite(branches.least).tolist() == np.isfinite(branches.most).tolist() == limited
    np.testing.assert_allclose(branches.most[0], np.pi / 6)
    assert np.isfinite(branches.rating).tolist() == [True, True, True, False, True, True, True]


def test_columns_of_angles_may_be_missing(tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    first = lines.index("mpc.branch = [") + 1
    for k in range(first, first + 9):
        lines[k] = "\t".join(lines[k].split(";")[0].split()[:11]) + ";"
    (tmp_path / "short.m").write_text("\n".join(lines), encoding="utf-8")
    branches = network_of(read_case(tmp_path / "short.m")).branches
    assert not np.isfinite(branches.least).any()


def test_costs_are_functions_of_power_per_unit() -> None:
    costs = network_of(read_case(FIVE)).generators.active
    np.testing.assert_allclose(costs.polynomials, [[100, 2000, 200], [50, 3500, 0], [0, 0, 0]])
    assert costs.in_pieces.tolist() == [2]
    assert costs.of_pieces(np.array([0.0, 0.0, 0.9])) == pytest.approx(1500 + 30 * 40)
    assert costs.of(np.array([2.0, 1.0, 0.9])) == pytest.approx(100 + 4000 + 800 + 50 + 3500)


def test_costs_may_be_missing_and_reactive_power_may_cost(tmp_path: Path) -> None:
    network = changed(tmp_path, ("mpc.gencost", "mpc.other"))
    assert not network.generators.active.polynomials.any()
    more = "2 0 0 2 1 0 0 0 0 0\n" * 4
    network = changed(tmp_path, ("\n];\n\n%% branch", f"\n{more}];\n\n%% branch"))
    np.testing.assert_allclose(network.generators.reactive.polynomials[:, 1], 100.0)


def test_every_island_has_a_reference(tmp_path: Path) -> None:
    network = changed(tmp_path, ("10\t3\t0.0", "10\t2\t0.0"))
    assert network.buses.reference.tolist() == [True, False, False, False, False]
    network = changed(
        tmp_path, ("80.0\t-80.0\t1.0\t100.0\t1\t120.0", "80.0\t-80.0\t1.0\t100.0\t1\t990.0"), ("10\t3", "10\t2")
    )
    assert network.buses.reference.tolist() == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("20\t2\t90.0", "10\t2\t90.0", r"line \d+: bus: there are two buses 10"),
        ("10\t20\t0.010", "10\t25\t0.010", r"line \d+: branch: there is no bus 25"),
        ("20\t0.0\t0.0\t100.0", "21\t0.0\t0.0\t100.0", r"line \d+: gen: there is no bus 21"),
        ("0.010\t0.085", "0.0\t0.0", r"line \d+: branch: r and x must not both be 0"),
        ("90.0\t30.0", "NaN\t30.0", r"line \d+: bus: column 3 must be finite, found nan"),
        ("180.0\t0.0;", "180.0\t190.0;", r"line \d+: gen: Pmin must not be larger than Pmax"),
        ("100.0\t-100.0", "100.0\t101.0", r"line \d+: gen: Qmin must not be larger than Qmax"),
        (
            "1500.0\t120.0\t3900.0",
            "1500.0\t120.0\t1900.0",
            r"line \d+: gencost: a piecewise linear cost must be convex",
        ),
        ("60.0\t1500.0\t120.0", "60.0\t1500.0\t50.0", r"the powers of a piecewise linear cost must increase"),
        ("1\t0.0\t0.0\t3\t0.0", "1\t0.0\t0.0\t4\t0.0", r"gencost: 4 is no number of coefficients or points"),
        (
            "2\t0.0\t0.0\t3\t0.02",
            "3\t0.0\t0.0\t3\t0.02",
            r"the model must be 1 \(piecewise linear\) or 2 \(polynomial\), found 3",
        ),
        ("\t2\t0.0\t0.0\t1\t0.0\t0.0\t0.0\t0.0\t0.0\t0.0;\n", "", ""),
    ],
)
def test_contradictions_are_named_with_line_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    if not message:  # a cost is missing, but that of a generator out of service
        assert changed(tmp_path, (old, new)).generators.rows.size == 3
        return
    with pytest.raises(ReadError, match=message):
        changed(tmp_path, (old, new))


def test_missing_costs_generators_and_dc_lines(tmp_path: Path) -> None:
    out = TEXT.replace("80.0\t-80.0\t1.0\t100.0\t0\t500.0", "80.0\t-80.0\t1.0\t100.0\t1\t500.0")
    (tmp_path / "out.m").write_text(
        out.replace("\t2\t0.0\t0.0\t1\t0.0\t0.0\t0.0\t0.0\t0.0\t0.0;\n", ""), encoding="utf-8"
    )
    with pytest.raises(ReadError, match="gencost: there is no cost of the generator of row 4"):
        network_of(read_case(tmp_path / "out.m"))
    with pytest.raises(UnsupportedError, match="dcline"):
        changed(tmp_path, ("mpc.bus_name", "mpc.dcline = [10 50 1 10];\nmpc.bus_name"))
    with pytest.raises(ReadError, match="no generator is in service"):
        changed(tmp_path, *((f"\t100.0\t1\t{p}", f"\t100.0\t0\t{p}") for p in ("400.0", "180.0", "120.0")))
