"""What is known from before the window of an estimator: a prior and its information, moved on sample by sample."""

from __future__ import annotations

from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from sqp.arrays import Vector
from sqp.control.derivatives import linearised_dynamics, linearised_output
from sqp.control.stages import Stages
from sqp.model.buffered import BufferedFunction


@final
class Arrival:
    """The prior of the first state of the window, and L with L L' the inverse of its covariance.

    Parameters
    ----------
    model : Stages
    output : casadi.Function
        (x, u, p, g) -> y.
    disturbance : (nx,)
        Standard deviations.

    References
    ----------
    Rao, Rawlings, Mayne (2003), eq. (13); Jazwinski, "Stochastic Processes and Filtering Theory" (1970), theorem 8.1.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=1)
    >>> x = ocp.state("x", initial=0.0)
    >>> ocp.next_state({x: 2 * x})
    >>> arrival = Arrival(ocp.stages(), ocp.output(x), np.array([0.0]))
    >>> arrival.reset(np.array([1.0]), np.array([1.0]))
    >>> none = np.zeros(0)
    >>> arrival.move(np.array([1.0]), none, none, none, np.array([2.0]), np.array([1.0]))
    >>> arrival.prior, (1 / arrival.information**2).round(6)
    (array([3.]), array([[2.]]))
    """

    def __init__(self, model: Stages, output: Any, disturbance: Vector) -> None:
        self._dynamics = BufferedFunction(linearised_dynamics(model))
        self._output = BufferedFunction(linearised_output(output))
        self._added = np.diag(disturbance**2)

    def reset(self, prior: Vector, deviations: Vector) -> None:
        """Begin with a prior and its standard deviations, (nx,)."""
        self.prior = prior.copy()
        self._covariance: NDArray[np.float64] = np.diag(deviations**2)

    @property
    def information(self) -> NDArray[np.float64]:
        """L, (nx, nx)."""
        inverse = np.linalg.inv(self._covariance)
        return np.linalg.cholesky(0.5 * (inverse + inverse.T)).astype(np.float64, copy=False)

    def move(self, x: Vector, u: Vector, p: Vector, g: Vector, y: Vector, weights: Vector) -> None:
        """Take in the measurement ``y`` of the first state, with weights 1 / deviation, and go to the next one.

        ``x`` is the estimate of the first state, where the functions are linearised.
        """
        nx = x.size
        h, C = self._output.results(x, u, p, g)
        C = C.reshape(nx, -1).T * weights[:, None]
        innovation = weights * (y - h) - C @ (self.prior - x)
        gain = np.linalg.solve(np.eye(y.size) + C @ self._covariance @ C.T, C @ self._covariance).T
        updated = self.prior + gain @ innovation
        covariance = self._covariance - gain @ C @ self._covariance
        following, A, _ = self._dynamics.results(x, u, p, g)
        A = A.reshape(nx, nx).T
        moved = A @ covariance @ A.T + self._added
        prior = following + A @ (updated - x)
        if np.isfinite(prior).all() and np.isfinite(moved).all():
            floor = 1e-12 * max(float(np.abs(moved.diagonal()).max()), 1e-300)
            self.prior, self._covariance = prior, 0.5 * (moved + moved.T) + floor * np.eye(nx)
