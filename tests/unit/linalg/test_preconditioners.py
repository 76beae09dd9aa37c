"""Preconditioners are symmetric positive definite on the free variables, and learn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.linalg.operators import StoredOperator
from sqp.linalg.preconditioners import Automatic, Diagonal, QuasiNewton

N = 40
FREE = np.arange(N) % 3 != 0
MATRIX = sparse.csc_array(sparse.diags_array([-1.0, 2.5, -1.0], offsets=[-1, 0, 1], shape=(N, N)))


@pytest.mark.parametrize("settings", [Diagonal(), QuasiNewton(memory=4), Automatic(large=5)], ids=str)
def test_the_map_is_symmetric_and_positive_definite_on_the_free_variables(settings) -> None:
    run = settings.start()
    random = np.random.default_rng(0)
    for s in random.standard_normal((7, N)):
        run.observe(s, MATRIX @ s)
    apply = run.prepare(StoredOperator(MATRIX), FREE)
    inside = np.flatnonzero(FREE)
    inverse = np.column_stack([apply(np.eye(N)[i]) for i in inside])[inside]
    np.testing.assert_allclose(inverse, inverse.T, atol=1e-12)
    assert np.linalg.eigvalsh(inverse).min() > 0


def test_a_kept_hierarchy_serves_variables_that_were_freed_since() -> None:
    run, operator = Automatic(large=5).start(), StoredOperator(MATRIX)
    run.prepare(operator, FREE)
    more = FREE.copy()
    more[0] = True
    apply = run.prepare(operator, more)
    assert apply(np.eye(N)[0])[0] > 0
    assert not apply(np.ones(N) * more)[~more].any()


def test_quasi_newton_satisfies_the_newest_pair() -> None:
    run = QuasiNewton(memory=3).start()
    s = np.random.default_rng(2).standard_normal((3, N))
    for row in s:
        run.observe(row, MATRIX @ row)
    apply = run.prepare(StoredOperator(MATRIX), np.ones(N, dtype=bool))
    np.testing.assert_allclose(apply(MATRIX @ s[-1]), s[-1], atol=1e-10)


def test_pairs_of_negative_curvature_are_left_out() -> None:
    run = QuasiNewton().start()
    run.observe(np.ones(N), -np.ones(N))
    apply = run.prepare(StoredOperator(MATRIX), np.ones(N, dtype=bool))
    np.testing.assert_allclose(apply(np.ones(N)), 0.4)
