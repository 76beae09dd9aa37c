"""KKT systems: both implementations solve what they say, correct what must be corrected, and agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import linalg, sparse

from sqp.linalg.kkt import Correction, KKTSystem, kkt_system
from tests.derivatives import dense

Array = NDArray[np.float64]
seeds = st.integers(0, 2**32 - 1)


def full_pattern(matrix: Array) -> sparse.csc_array:
    """Compressed columns with every entry stored, zero or not."""
    rows, columns = matrix.shape
    indices, indptr = np.tile(np.arange(rows), columns), rows * np.arange(columns + 1)
    return sparse.csc_array((matrix.ravel(order="F"), indices, indptr), shape=matrix.shape)


FORMS = {"dense": np.asarray, "sparse": full_pattern}
every_form = pytest.mark.parametrize("form", FORMS)


def system(form: str, P: Array, A: Array, correction: Correction = Correction.MIRROR) -> KKTSystem:
    wrap: Any = FORMS[form]
    return kkt_system(wrap(P), wrap(A), correction)


def some(size: int) -> NDArray[np.bool_]:
    return np.ones(size, dtype=bool)


def none(size: int) -> NDArray[np.bool_]:
    return np.zeros(size, dtype=bool)


def random_system(seed: int, *, definite: bool) -> tuple[Array, Array, Array, Array, Array]:
    """P, A, q, targets, values; A has full row rank."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 9))
    m = int(random.integers(0, n))
    root = random.normal(size=(n, n))
    P = root @ root.T + np.eye(n) if definite else root + root.T
    return P, random.normal(size=(m, n)), random.normal(size=n), random.normal(size=m), random.normal(size=n)


def null_space(A: Array) -> Array:
    return linalg.null_space(A) if A.size else np.eye(A.shape[1])


@every_form
@given(seed=seeds)
def test_residuals_of_a_definite_system(form: str, seed: int) -> None:
    P, A, q, b, values = random_system(seed, definite=True)
    fixed = np.random.default_rng(seed + 1).random(q.size) < 0.3
    rows = np.random.default_rng(seed + 2).random(b.size) < 0.7
    rows &= np.cumsum(rows) <= np.count_nonzero(~fixed)
    kkt = system(form, P, A)
    assert kkt.factorise(rows, fixed) == 0.0
    d, y, z = kkt.solve(q, b, values)
    size = 1 + np.abs(y).max(initial=0) + np.abs(z).max(initial=0)
    np.testing.assert_allclose(P @ d + q + A.T @ y + z, 0, atol=1e-7 * size)
    np.testing.assert_allclose((A @ d - b)[rows], 0, atol=1e-7 * size)
    np.testing.assert_array_equal(d[fixed], values[fixed])
    assert not y[~rows].any()
    assert not z[~fixed].any()


@given(seed=seeds)
def test_dense_and_sparse_agree(seed: int) -> None:
    P, A, q, b, values = random_system(seed, definite=True)
    answers = []
    for form in FORMS:
        kkt = system(form, P, A)
        kkt.factorise(some(b.size), none(q.size))
        answers.append(np.concatenate(kkt.solve(q, b, values)))
    np.testing.assert_allclose(*answers, rtol=1e-6, atol=1e-7)


@every_form
@pytest.mark.parametrize("correction", Correction)
@given(seed=seeds)
def test_a_corrected_reduced_hessian_is_definite_and_the_size_is_reported(
    form: str, correction: Correction, seed: int
) -> None:
    P, A, q, b, _ = random_system(seed, definite=False)
    kkt = system(form, P, A, correction)
    basis = null_space(A)
    curvature = linalg.eigvalsh(basis.T @ P @ basis)
    shift = kkt.factorise(some(b.size), none(q.size))
    corrected = dense(kkt.hessian())
    change = linalg.eigvalsh(corrected - P)
    if curvature[0] > 1e-6:
        assert shift == 0.0
        np.testing.assert_array_equal(corrected, P)
    elif shift == np.inf:  # the backend is told; it happens where all that is lifted ends at the floor
        assert correction is not Correction.MIRROR
        assert form == "dense"
    elif curvature[0] < -1e-6:
        assert linalg.eigvalsh(basis.T @ corrected @ basis)[0] > 0
        assert change[-1] <= shift * (1 + 1e-9)
    assert change[0] >= -1e-9 * (1 + shift)


@every_form
def test_rows_that_repeat_each_other_are_solved_and_share_the_multiplier(form: str) -> None:
    P, A = np.eye(2), np.array([[1.0, 1.0], [1.0, 1.0], [2.0, 2.0]])
    kkt = system(form, P, A)
    assert kkt.factorise(some(3), none(2)) < np.inf
    d, y, _ = kkt.solve(np.zeros(2), np.array([2.0, 2.0, 4.0]), np.zeros(2))
    np.testing.assert_allclose(d, [1.0, 1.0], atol=1e-8)
    np.testing.assert_allclose(A.T @ y, [-1.0, -1.0], atol=1e-8)


@every_form
def test_a_correction_lasts_until_the_next_load(form: str) -> None:
    kkt = system(form, np.diag([1.0, -1.0]), np.zeros((0, 2)))
    first = kkt.factorise(none(0), none(2))
    assert kkt.factorise(none(0), none(2)) == first > 0
    wrap: Any = FORMS[form]
    kkt.load(wrap(np.eye(2)), wrap(np.zeros((0, 2))))
    assert kkt.factorise(none(0), none(2)) == 0.0


@every_form
def test_a_held_variable_hides_its_negative_curvature(form: str) -> None:
    kkt = system(form, np.diag([1.0, -1.0]), np.zeros((0, 2)))
    assert kkt.factorise(none(0), np.array([False, True])) == 0.0
    d, _, z = kkt.solve(np.array([-1.0, 0.5]), np.zeros(0), np.array([0.0, 3.0]))
    np.testing.assert_allclose(d, [1.0, 3.0])
    np.testing.assert_allclose(z, [0.0, 2.5])


@every_form
def test_a_row_on_the_negative_direction_needs_no_correction(form: str) -> None:
    kkt = system(form, np.diag([1.0, -5.0]), np.array([[0.0, 1.0]]))
    assert kkt.factorise(some(1), none(2)) == 0.0


@every_form
@pytest.mark.parametrize("size", [1e-6, 1e6])
def test_badly_scaled_variables(form: str, size: float) -> None:
    P, A = np.diag([size, 1.0]), np.array([[np.sqrt(size), 1.0]])
    kkt = system(form, P, A)
    assert kkt.factorise(some(1), none(2)) == 0.0
    d, y, _ = kkt.solve(np.zeros(2), np.array([1.0]), np.zeros(2))
    np.testing.assert_allclose(P @ d + A.T @ y, 0, atol=1e-9)
    np.testing.assert_allclose(A @ d, [1.0], rtol=1e-9)


@every_form
def test_everything_held(form: str) -> None:
    kkt = system(form, np.eye(2), np.ones((1, 2)))
    assert kkt.factorise(none(1), some(2)) == 0.0
    d, y, z = kkt.solve(np.array([1.0, 2.0]), np.zeros(1), np.array([3.0, 4.0]))
    np.testing.assert_allclose(d, [3.0, 4.0])
    np.testing.assert_allclose(z, [-4.0, -6.0])
    assert not y.any()


@pytest.mark.parametrize("entry", [1.0, 1e6, 1e12])
def test_rows_that_are_left_out_have_no_say_in_the_size_of_a_correction(entry: float) -> None:
    kkt = system("dense", np.zeros((2, 2)), np.array([[entry, entry]]))
    assert kkt.factorise(none(1), none(2)) == pytest.approx(1e-8)


def test_a_lower_floor_lets_a_flat_model_take_longer_steps() -> None:
    kkt = system("dense", np.zeros((1, 1)), np.zeros((0, 1)))
    lengths: list[float] = []
    for floor in (1e-8, 1e-13):
        kkt.load(np.zeros((1, 1)), np.zeros((0, 1)), floor)
        kkt.factorise(none(0), none(1))
        lengths.append(float(kkt.solve(np.ones(1), np.zeros(0), np.zeros(1))[0][0]))
    assert lengths == pytest.approx([-1e8, -1e13])
