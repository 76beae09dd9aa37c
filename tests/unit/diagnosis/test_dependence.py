"""Dependence of active constraints in large and small systems, against the rank of the dense matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from sqp.diagnosis.dependence import dependent_constraints
from sqp.diagnosis.effort import Effort
from sqp.diagnosis.findings import Finding
from sqp.diagnosis.local import local_problem
from sqp.model.nlp import NLP


def examined(matrix: Any, effort: Effort | None = None) -> list[Finding | str]:
    """The linear equalities A x = 0 at 0."""
    A = sparse.csc_array(matrix)
    m, n = A.shape
    problem = NLP(
        lambda x: 0.0,
        np.zeros(n),
        gradient=np.zeros_like,
        constraints=lambda x: A @ x,
        jacobian=lambda _: A,
        constraint_bounds=(np.zeros(m), np.zeros(m)),
    )
    at = local_problem(problem, np.zeros(n), np.zeros(m), np.zeros(n))
    return list(dependent_constraints(at, effort or Effort()))


@pytest.mark.parametrize("seed", range(20))
def test_as_many_findings_as_the_rank_falls_short(seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, n, rank = 9, 12, int(rng.integers(3, 10))
    A = rng.normal(size=(m, rank)) @ (rng.normal(size=(rank, n)) * (rng.random((rank, n)) < 0.5))
    findings = examined(A)
    assert len(findings) == m - np.linalg.matrix_rank(A, tol=1e-9)
    for finding in findings:
        assert isinstance(finding, Finding)
        rows = [int(name[2:-1]) for name in finding.names]
        assert np.linalg.matrix_rank(A[rows], tol=1e-9) < len(rows)  # the rows named do depend on each other


def test_a_long_chain_hides_no_dependence_and_is_not_dense() -> None:
    n = 4000
    chain = sparse.eye_array(n, n + 1, k=1) - sparse.eye_array(n, n + 1)
    assert examined(chain) == []
    extra = sparse.lil_array((1, n + 1))
    extra[0, 7], extra[0, 9] = -3.0, 3.0  # three times the sum of rows 7 and 8
    [finding] = examined(sparse.vstack([chain, extra]))
    assert isinstance(finding, Finding)
    assert set(finding.names) == {"c[7]", "c[8]", f"c[{n}]"}


def test_what_is_too_large_is_said() -> None:
    A = np.random.default_rng(1).normal(size=(30, 40))
    [sentence] = examined(A, Effort(dense=5))
    assert isinstance(sentence, str)
    assert "Effort.dense" in sentence
