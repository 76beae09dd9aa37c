"""Problems on which filter methods are known to end wrongly: a false "infeasible", or no multipliers to be found.

Uno's filter SQP method ends the AMPL models of HS61 and HS93 at "infeasible stationary" points after one and two
iterations, though both are feasible.  The objective of HS99 and of its expanded form is of the order of 1e9.  The AMPL
models lie beside the repository; they are not part of it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sqp
from sqp_problems import catalogue

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data" / "nl"

OPTIMA = {"hs061": -143.6461422, "hs093": 135.0759628, "hs099": -831079891.5101, "hs99exp": -1008062500.0}


@pytest.mark.skipif(not (COLLECTION / "hs061.nl").exists(), reason="no collection of .nl models (../shared/data/nl)")
@pytest.mark.parametrize("name", OPTIMA)
def test_the_ampl_model_ends_at_a_kkt_point_with_the_published_objective(name: str) -> None:
    problem = sqp.read_nl(COLLECTION / f"{name}.nl")
    result = sqp.solve(problem, rescue=False)
    assert result.point is sqp.PointKind.KKT
    assert result.f == pytest.approx(OPTIMA[name], rel=1e-8)
    assert sqp.verify_certificate(problem, result)


def test_the_cusp_without_multipliers_ends_at_a_fritz_john_point() -> None:
    [case] = catalogue.cases(name="HS13")
    result = sqp.solve(case.build().problem())
    assert result.point is sqp.PointKind.FRITZ_JOHN
    np.testing.assert_allclose(result.x, [1, 0], atol=1e-2)
    assert sqp.verify_certificate(case.build().problem(), result)
