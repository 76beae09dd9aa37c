"""Settings of the wrong type are refused by name."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.acceptance.filter import Filter
from sqp.acceptance.merit import L1Merit
from sqp.errors import OptionError
from sqp.hessian.bfgs import BFGS
from sqp.qp.active_set import ActiveSet
from sqp.qp.cascade import Cascade
from sqp.qp.convexify import Convexify
from sqp.qp.daqp import DAQP
from sqp.qp.osqp import OSQP
from sqp.qp.piqp import PIQP
from sqp.step.line_search import LineSearch
from sqp.step.trust_region import TrustRegion

CLASSES = (sqp.SQP, Filter, L1Merit, LineSearch, TrustRegion, BFGS, Cascade, ActiveSet, DAQP, OSQP, PIQP, Convexify)
FIELDS = [(kind, field.name) for kind in CLASSES for field in fields(kind)]


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=[f"{kind.__name__}.{name}" for kind, name in FIELDS])
@pytest.mark.parametrize("value", [None, "1", float("nan"), [1.0], 1j])
def test_a_value_of_another_type_is_refused_by_name(kind: Any, name: str, value: Any) -> None:
    with pytest.raises(OptionError, match=re.escape(f"{kind.__name__}.{name} ") + ".*got " + re.escape(f"{value!r}")):
        kind(**{name: value})


NUMBERS = [(kind, name) for kind, name in FIELDS if type(getattr(kind(), name)) in {int, float}]


@pytest.mark.parametrize(("kind", "name"), NUMBERS)
def test_a_boolean_is_no_number(kind: Any, name: str) -> None:
    with pytest.raises(OptionError, match=rf"{kind.__name__}\.{name} .*got True"):
        kind(**{name: True})


@pytest.mark.parametrize(("kind", "name"), NUMBERS)
def test_numbers_of_numpy_are_numbers(kind: Any, name: str) -> None:
    value = np.asarray(getattr(kind(), name))[()]
    assert getattr(kind(**{name: value}), name) == value


def test_a_fraction_is_no_count() -> None:
    with pytest.raises(OptionError, match=r"got 2\.5, which is not a whole number"):
        LineSearch(trials=2.5)  # pyright: ignore[reportArgumentType]


def test_a_backend_is_named_by_its_place() -> None:
    with pytest.raises(OptionError, match=r"Cascade\.dense\[1\] must be a settings object with a start, got 'piqp'"):
        Cascade(dense=(DAQP(), "piqp"))  # pyright: ignore[reportArgumentType]
