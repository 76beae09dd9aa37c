"""Column groups on matrices whose chromatic numbers are known."""

import numpy as np
import pytest

from sqp.model.colouring import column_colouring, star_colouring
from sqp.model.pattern import Pattern


def band(n, width):
    i = np.arange(n)
    return np.abs(i[:, None] - i) <= width


def arrow(n):
    matrix = np.eye(n)
    matrix[0] = matrix[:, 0] = 1.0
    return matrix


@pytest.mark.parametrize("width", [0, 1, 3])
def test_banded_matrix_takes_its_bandwidth(width):
    assert column_colouring(Pattern.of(band(40, width))).count == 2 * width + 1


def test_one_dense_row_makes_every_column_its_own_group():
    assert column_colouring(Pattern.of(arrow(20))).count == 20


@pytest.mark.parametrize("n", [5, 400])
def test_star_colouring_of_an_arrow_takes_two(n):
    assert star_colouring(Pattern.of(arrow(n))).count == 2


def test_star_colouring_of_a_tridiagonal_matrix_takes_three():
    assert star_colouring(Pattern.of(band(50, 1))).count == 3


@pytest.mark.parametrize("matrix", [np.tri(4), np.tri(4).T])
def test_one_triangle_is_enough(matrix):
    assert star_colouring(Pattern.of(matrix)).pattern.nnz == 16


@pytest.mark.parametrize("colouring", [column_colouring, star_colouring])
def test_empty_and_diagonal(colouring):
    assert colouring(Pattern.of(np.zeros((3, 3)))).count == 1
    assert colouring(Pattern.of(np.eye(3))).count == 1


def test_no_rows():
    assert column_colouring(Pattern.full(0, 3)).pattern.nnz == 0


def test_full_matrix_takes_every_column():
    assert star_colouring(Pattern.full(6, 6)).count == 6
