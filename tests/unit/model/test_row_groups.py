from __future__ import annotations

import casadi as ca
import numpy as np
import pytest

from sqp.model.row_groups import heavy_rows, jacobian


def _rows_of_both_kinds(x: ca.SX) -> ca.SX:
    return ca.vertcat(ca.sumsqr(x), x[:-1] * x[1:] * x[0], ca.sum1(ca.sin(x)), x[::2] ** 3)


@pytest.mark.parametrize("symbol", [ca.SX, ca.MX])
def test_pattern_and_values_are_those_of_the_whole_jacobian(symbol: type) -> None:
    x = symbol.sym("x", 40)
    c = _rows_of_both_kinds(x)
    found, expected = jacobian(c, x), ca.jacobian(c, x)
    assert found.sparsity() == expected.sparsity()
    both = ca.Function("both", [x], [found, expected])
    first, second = both(np.linspace(-1.0, 2.0, 40))
    np.testing.assert_allclose(first.full(), second.full(), rtol=1e-14)


def test_only_rows_that_save_sweeps_are_split_off() -> None:
    x = ca.SX.sym("x", 40)
    pattern = ca.jacobian_sparsity(_rows_of_both_kinds(x), x)
    entries = np.bincount(np.array(pattern.row()), minlength=pattern.size1())
    assert heavy_rows(entries, pattern).tolist() == [0, 40]


def test_rows_that_are_all_alike_stay_together() -> None:
    full = ca.Sparsity.dense(30, 30)
    assert not heavy_rows(np.full(30, 30), full).size
    assert not heavy_rows(np.zeros(0, dtype=np.int64), ca.Sparsity.dense(0, 3)).size


def test_a_few_heavy_rows_and_light_columns_need_no_split() -> None:
    x = ca.SX.sym("x", 30)
    pattern = ca.jacobian_sparsity(ca.vertcat(ca.sumsqr(x), x[:-1] - x[1:]), x)
    assert not heavy_rows(np.bincount(np.array(pattern.row()), minlength=30), pattern).size


def test_a_heavy_column_needs_no_split() -> None:
    x = ca.SX.sym("x", 30)
    c = x[1:] * x[0]
    pattern = ca.jacobian_sparsity(c, x)
    assert not heavy_rows(np.bincount(np.array(pattern.row()), minlength=29), pattern).size
