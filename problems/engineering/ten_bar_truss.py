r"""Ten-bar truss: the lightest aluminium cantilever truss that neither breaks nor sags.

Six nodes on a grid of 360 in; nodes 5 and 6 are fixed to the wall, 100 kip pull nodes 2 and 4 down.

    5 ──1── 3 ──2── 1        Choose ten bar areas a >= 0.1 in² so that under the load no bar is stressed beyond 25 ksi,
    │ ╲7 8╱ 5 ╲9 10╱ 6       in tension or compression, and no node moves more than 2 in, in either direction.
    6 ──3── 4 ──4── 2
            ↓       ↓

Analysis and design at the same time: the displacements u of the four free nodes are variables beside the areas.

    minimise    ρ Lᵀa                                   weight, lb
    subject to  Bᵀ diag(a) s = p                         equilibrium of the free nodes, s = E diag(1/L) B u
                −25 <= s <= 25  ksi                      stress
                −2 <= u <= 2  in,   0.1 <= a  in²

B is the matrix of direction cosines (bars × free displacements).  Eliminating u by K(a) u = p, the nested way, gives a
problem in a alone whose every derivative is a dense solve.  Here instead the stress rows are linear, the displacement
limits are plain bounds, equilibrium is bilinear and sparse, and nothing divides by an area: an iterate may be far from
equilibrium, and derivatives of any order cost a handful of products.  The price is eight equations more.

Source: V. B. Venkayya, Computers & Structures 1 (1971) 265-309; L. A. Schmit and B. Farshi, AIAA Journal 12 (1974)
692-699, load case 1; R. T. Haftka and Z. Gürdal, Elements of Structural Optimization, 3rd ed. (1992), p. 238.
Best known weight 5060.85 lb.

A second design, 5076.67 lb, is the lightest among its neighbours and attracts most starts: it has bars 2, 5, 6 and 10
at their least area, where the best one keeps bar 6.  ``python -m sqp_problems.engineering.ten_bar_truss`` therefore
holds each vanished bar at 1 in², solves, releases it, solves again, and draws the lightest truss found.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import sqp
from sqp.arrays import Vector
from sqp.report.log import TerminalLog
from sqp_problems.case import Case, Solution

NODES = 360.0 * np.array([[2, 1], [2, 0], [1, 1], [1, 0], [0, 1], [0, 0]])  # in
BARS = np.array([[5, 3], [3, 1], [6, 4], [4, 2], [4, 3], [2, 1], [5, 4], [6, 3], [3, 2], [4, 1]]) - 1
FREE = 4  # nodes 1 to 4 move, 5 and 6 are the wall
LOADS = np.array([0.0, 0.0, 0.0, -100.0, 0.0, 0.0, 0.0, -100.0])  # kip; x and y of nodes 1 to 4
YOUNG = 1e4  # ksi
DENSITY = 0.1  # lb/in³
STRESS_LIMIT = 25.0  # ksi
DISPLACEMENT_LIMIT = 2.0  # in
LEAST_AREA = 0.1  # in²
HELD_AREA = 1.0  # in²; see ``main``

SPANS = NODES[BARS[:, 1]] - NODES[BARS[:, 0]]
LENGTHS: Vector = np.linalg.norm(SPANS, axis=1)


def direction_cosines() -> Vector:
    """B, (10, 8): elongation of each bar per unit displacement of each free coordinate."""
    cosines = np.zeros((len(BARS), 2 * len(NODES)))
    for bar, (tail, head) in enumerate(BARS):
        unit = SPANS[bar] / LENGTHS[bar]
        cosines[bar, 2 * head : 2 * head + 2] = unit
        cosines[bar, 2 * tail : 2 * tail + 2] = -unit
    return cosines[:, : 2 * FREE]


def build(least_area: float | Vector = LEAST_AREA) -> sqp.Model:
    """The model; the start is the undeformed truss with every bar 10 in²."""
    m = sqp.Model("ten-bar truss")
    area = m.variable("area", len(BARS), lower=least_area, start=10, scale=10, unit="in²")
    limit = DISPLACEMENT_LIMIT
    displacement = m.variable("displacement", 2 * FREE, lower=-limit, upper=limit, start=0, unit="in")

    cosines = direction_cosines()
    stress = (YOUNG / LENGTHS)[:, None] * cosines @ displacement
    m.minimize(DENSITY * sqp.dot(LENGTHS, area))
    m.subject_to(cosines.T @ (area * stress) == LOADS, name="equilibrium")
    m.subject_to(sqp.between(-STRESS_LIMIT, stress, STRESS_LIMIT), name="stress")
    return m


BEST = {
    "area": (30.52180666635, 0.1, 23.19988791719, 15.22290712321, 0.1,
             0.5513555936079, 7.457200301036, 21.0364278976, 21.52844171238, 0.1),
    "displacement": (0.1917136412327, -2.0, -0.5430595139682, -1.991423518152,
                     0.2390005536364, -0.7357707705073, -0.3062631739482, -1.635770770507),
}  # fmt: skip
SECOND = {
    "area": (30.72963154175, 0.1, 23.94128452926, 14.73318211059, 0.1,
             0.1, 8.54049687074, 20.95059910882, 20.8358659577, 0.1),
    "displacement": (0.2366869876013, -2.0, -0.5420203220664, -2.0,
                     0.2366869876044, -0.7325998915871, -0.2976739226953, -1.465639089701),
}  # fmt: skip

CASE = Case(
    name="ten_bar_truss",
    build=build,
    optimum=5060.8536603385,
    start_objective=4196.46752982,
    solutions=(
        Solution(BEST, 5060.8536603385),
        Solution(SECOND, 5076.6692998518, note="local: bar 6 at its least area, no bar at its stress limit"),
    ),
    classification="LQR2-MN-18-18",
    source="Venkayya 1971; Schmit and Farshi 1974; Haftka and Gürdal 1992",
    tags=frozenset({"engineering", "equality", "inequality", "quadratic", "nonconvex"}),
)


def with_bar_held(bar: int) -> sqp.Model:
    """The model in which one bar may not become thinner than ``HELD_AREA``."""
    least = np.full(len(BARS), LEAST_AREA)
    least[bar] = HELD_AREA
    return build(least)


def main(folder: Path = Path("out")) -> None:
    """Solve, see whether one of the vanished bars was missed, print the lightest truss and draw it."""
    model = build()
    print(model, end="\n\n")
    first = best = model.solve(callback=TerminalLog()).raise_for_status()
    solves = {"uniform start": first}
    print(f"\n{first.message}\n{first.f:.2f} lb.  A local optimum: is one of the bars missed that vanished?\n")
    for bar in map(int, np.flatnonzero(first["area"] <= (1 + 1e-6) * LEAST_AREA)):
        held = with_bar_held(bar).solve(start=first)
        released = model.solve(start=held)
        print(f"    bar {bar + 1:2} held at {HELD_AREA:g} in²: {held.f:.2f} lb;  released: {released.f:.2f} lb")
        if released.success and released.f < (1 - 1e-6) * best.f:
            best = released
            solves = {"uniform start": first, f"bar {bar + 1} held": held, "released": released}
    print(f"\nThe lightest truss (best published: {CASE.optimum:.2f} lb):\n\n{best.table()}")

    from sqp_problems.engineering.ten_bar_truss_picture import draw

    folder.mkdir(parents=True, exist_ok=True)
    draw(best, solves).savefig(folder / "ten_bar_truss.png", dpi=150)
    print(f"\nPicture: {folder / 'ten_bar_truss.png'}")


if __name__ == "__main__":
    main()
