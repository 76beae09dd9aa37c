"""Blockwise: blocks are found, each becomes positive definite, the sparse path agrees with the dense one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.errors import OptionError
from sqp.hessian.blockwise import BlockwiseRun, blocks_of, projected


class Fixed:
    """A Hessian run that always answers with one matrix."""

    def __init__(self, matrix: object) -> None:
        self._matrix = matrix

    def matrix(self, at: object, y: object) -> object:
        return self._matrix

    def accept(self, old: object, new: object, y: object) -> None:
        pass


def scrambled() -> np.ndarray:
    """Blocks of sizes 1, 2, 2 and 3 that nobody would see."""
    random = np.random.default_rng(0)
    whole = np.zeros((8, 8))
    at = 0
    for size in (1, 2, 2, 3):
        block = random.standard_normal((size, size))
        whole[at : at + size, at : at + size] = block + block.T - np.eye(size)
        at += size
    order = random.permutation(8)
    return whole[np.ix_(order, order)]


def test_blocks_are_the_connected_parts() -> None:
    assert [group.shape for group in blocks_of(scrambled())] == [(1, 1), (2, 2), (1, 3)]
    assert [group.shape for group in blocks_of(sparse.csc_array(scrambled()))] == [(1, 1), (2, 2), (1, 3)]


def test_sparse_and_dense_agree_and_are_positive_definite() -> None:
    settings, matrix = sqp.Blockwise(floor=1e-3, levenberg=0.01), scrambled()
    nothing = np.zeros(0)
    dense = BlockwiseRun(settings, Fixed(matrix)).matrix(None, nothing)  # type: ignore[arg-type]
    thin = BlockwiseRun(settings, Fixed(sparse.csc_array(matrix))).matrix(None, nothing)  # type: ignore[arg-type]
    assert isinstance(thin, sparse.csc_array)
    assert thin.toarray() == pytest.approx(dense)
    assert np.linalg.eigvalsh(np.asarray(dense)).min() >= 0.01
    assert np.linalg.eigvalsh(matrix).min() < 0.0
    assert ((np.asarray(dense) != 0.0) <= ((matrix != 0.0) | np.eye(8, dtype=bool))).all()


def test_what_is_convex_stays_as_it_is() -> None:
    blocks = np.array([np.diag([1.0, 2.0]), np.diag([1.0, -2.0])])
    corrected = projected(blocks, 1e-8)
    assert np.array_equal(corrected[0], blocks[0])
    assert corrected[1] == pytest.approx(np.diag([1.0, 2e-8]))
    assert projected(blocks[:1], 1e-8) is not None


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(OptionError, match=r"Blockwise\.floor"):
        sqp.Blockwise(floor=0.0)
    with pytest.raises(OptionError, match=r"Blockwise\.levenberg"):
        sqp.Blockwise(levenberg=-1.0)
