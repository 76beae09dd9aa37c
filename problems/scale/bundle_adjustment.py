r"""Bundle adjustment: where cameras stood and points lay, from the places of the points in the pictures.

Camera k with centre and rotation (t_k, g_k) sees point X_i at

    π(R(g_k) (X_i − t_k)),      π(a, b, c) = (a/c, b/c),      R(g) the rotation with Gibbs vector g

and each point is seen by five neighbouring cameras on a circle around the points, which gives

    minimise    Σ_(i,k) |π(R(g_k) (X_i − t_k)) − seen_ik|²       over X, and over t and g of all cameras but two

The first two cameras are known, which fixes position, direction and size.  The pictures are exact: at the solution, the
geometry from which they were made, all residuals vanish.  The start is off by up to 5 % in everything.

Source: B. Triggs, P. McLauchlan, R. Hartley and A. Fitzgibbon, Bundle adjustment: a modern synthesis, Vision
Algorithms: Theory and Practice, LNCS 1883 (2000); geometry made up here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sqp
from sqp.arrays import Indices
from sqp_problems.case import Case, Solution

SEEN_BY = 5
POINTS_PER_CAMERA = 8
KNOWN = 2
DISTANCE = 6.0
OFF = 0.05

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """Cameras on a circle, looking at its centre, and points around it.

    Examples
    --------
    >>> scene = Scene(6)
    >>> scene.points.shape, scene.cameras.shape, scene.sightings.shape
    ((3, 48), (6, 6), (240, 2))
    """

    count: int

    @classmethod
    def of(cls, variables: int) -> Scene:
        """The scene with about so many unknowns."""
        return cls(max(SEEN_BY + 1, round((variables + 6 * KNOWN) / (3 * POINTS_PER_CAMERA + 6))))

    @cached_property
    def cameras(self) -> Array:
        """(6, cameras): centres, and Gibbs vectors of rotations that turn the view to the centre of the circle."""
        turn = 0.5 * np.pi * np.sin(2 * np.pi * np.arange(self.count) / self.count)
        centres = [DISTANCE * np.sin(turn), 0.3 * np.cos(5 * turn), -DISTANCE * np.cos(turn)]
        return np.stack([*centres, np.zeros(self.count), np.tan(turn / 2), np.zeros(self.count)])

    @cached_property
    def points(self) -> Array:
        """(3, points) in a cube of side 2, spread evenly by multiples of irrational numbers."""
        number = np.arange(1, POINTS_PER_CAMERA * self.count + 1)
        return 2.0 * np.mod(np.outer(np.sqrt([2.0, 3.0, 5.0]), number), 1.0) - 1.0

    @cached_property
    def sightings(self) -> Indices:
        """(sightings, 2): which point was seen by which camera."""
        point = np.repeat(np.arange(self.points.shape[1]), SEEN_BY)
        camera = (point // POINTS_PER_CAMERA + np.tile(np.arange(SEEN_BY), self.points.shape[1])) % self.count
        return np.stack([point, camera], axis=1)

    @cached_property
    def pictures(self) -> Array:
        """(2, sightings): where the points are in the pictures."""
        point, camera = self.sightings.T
        return np.array(projected(self.points[:, point], self.cameras[:, camera]))

    def start(self, exact: Array) -> Array:
        """Numbers that are off by up to 5 %, or up to 0.05."""
        wave = np.sin(12.9898 * np.arange(exact.size)).reshape(exact.shape)
        return exact + OFF * np.maximum(1.0, np.abs(exact)) * wave


def build(n: int = 1000) -> sqp.Model:
    """The model with about ``n`` unknowns."""
    scene = Scene.of(n)
    m = sqp.Model("bundle adjustment")
    point, camera = scene.sightings.T
    points = m.variable("points", scene.points.shape, start=scene.start(scene.points))
    unknown = scene.cameras[:, KNOWN:]
    cameras = m.variable("cameras", unknown.shape, start=scene.start(unknown))
    every = sqp.transpose(sqp.stack(scene.cameras[:, :KNOWN].T, sqp.transpose(cameras)))
    over = (points[:, point.tolist()], every[:, camera.tolist()], scene.pictures)
    m.minimize_sum_of_squares(m.map(_residual, over))
    return m


def projected(point: Any, camera: Any) -> list[Any]:
    """Where a camera sees a point: x + 2 g × (g × x + x) / (1 + |g|²), divided by its last entry."""
    x, g = [point[i] - camera[i] for i in range(3)], [camera[3 + i] for i in range(3)]
    inner = [a + b for a, b in zip(_cross(g, x), x, strict=True)]
    turned = _cross(g, inner)
    scale = 2.0 / (1.0 + g[0] ** 2 + g[1] ** 2 + g[2] ** 2)
    a, b, c = (x[i] + scale * turned[i] for i in range(3))
    return [a / c, b / c]


def _cross(a: Any, b: Any) -> list[Any]:
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def _residual(point: Any, camera: Any, picture: Any) -> list[Any]:
    across, up = projected(point, camera)
    return [across - picture[0], up - picture[1]]


def _solution(n: int = 1000) -> Solution:
    scene = Scene.of(n)
    return Solution({"points": scene.points.tolist(), "cameras": scene.cameras[:, KNOWN:].tolist()}, 0.0)


CASE = Case(
    name="bundle_adjustment",
    build=build,
    optimum=0.0,
    start_objective=9.446512526157315,
    solutions=(_solution(),),
    classification="SUR2-MN-1008-0",
    source="after Triggs, McLauchlan, Hartley and Fitzgibbon 2000, with exact pictures",
    tags=frozenset({"scale", "unconstrained", "least-squares", "nonconvex"}),
)
