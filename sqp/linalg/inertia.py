"""Signs of the eigenvalues of a symmetric matrix, as its LDL' factorisation shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Inertia:
    """Numbers of positive, negative and (numerically) zero eigenvalues.

    Examples
    --------
    >>> Inertia(3, 1, 0).is_saddle(3, 1)
    True
    """

    positive: int
    negative: int
    zero: int

    def is_saddle(self, variables: int, rows: int) -> bool:
        """Whether a KKT matrix with this inertia has a positive definite reduced Hessian.

        Gould (1985), Theorem 2.1: [[H, A'], [A, 0]] with A of full row rank has the inertia (n, m, 0) if and only
        if Z'HZ is positive definite, the columns of Z spanning the null space of A.
        """
        return self.positive == variables and self.negative == rows and self.zero == 0
