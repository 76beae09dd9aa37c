"""Which second derivatives a controller uses, and how they are made convex stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from sqp.errors import OptionError
from sqp.hessian.blockwise import projected
from sqp.settings import positive_real, switch

Blocks = NDArray[np.float64]


@final
@dataclass(frozen=True, kw_only=True)
class StageHessian:
    """The Hessian of the steps: that of Gauss and Newton, or the exact one of each stage, made convex.

    Parameters
    ----------
    exact : bool
        Whether curvature of residuals, constraints and dynamics counts.  Eigenvalues of a stage below ``floor`` are
        raised to it then.
    floor : float
        Least eigenvalue of an exact Hessian of a stage, relative to its largest; positive.
    levenberg : float
        Added to the diagonal; not negative.

    References
    ----------
    Verschueren et al., "A sparsity preserving convexification procedure for indefinite quadratic programs arising in
    direct optimal control", SIAM J. Optim. 27 (2017), section 3.3, for the projection of each block.

    Examples
    --------
    >>> StageHessian(exact=True, floor=1e-3).corrected(np.array([[[2.0, 0.0], [0.0, -1.0]]]))
    array([[[2.   , 0.   ],
            [0.   , 0.002]]])
    """

    exact: bool = False
    floor: float = 1e-8
    levenberg: float = 0.0

    def __post_init__(self) -> None:
        switch("StageHessian.exact", self.exact)
        positive_real("StageHessian.floor", self.floor)
        if not 0.0 <= self.levenberg < np.inf:
            raise OptionError(f"StageHessian.levenberg must be finite and not negative, got {self.levenberg}")

    def corrected(self, blocks: Blocks) -> Blocks:
        """(K, n, n) symmetric blocks without what makes them indefinite; those that are convex stay as they are."""
        if self.exact and blocks.size and np.isfinite(blocks).all():
            blocks = projected(blocks, self.floor)
        return blocks + self.levenberg * np.eye(blocks.shape[-1]) if self.levenberg else blocks
