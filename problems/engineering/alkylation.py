r"""Alkylation process: the most profitable operation of a refinery unit.

Olefin feed, recycled isobutane and acid go into a reactor; alkylate product and isobutane recycle leave the
fractionator, spent acid is drawn off.  Yield, octane number, acid dilution factor and performance number are
regressions of plant data; each holds up to a given error, so that it is a range of 1 % (99/100) or 10 % (9/10).

    maximise    0.063 y q − 5.04 F − 0.035 R − 10 a − 3.36 I                                      dollars per day
    subject to  yield        0.99 <= [F (1.12 + 0.13167 r − 0.00667 r²)] / y <= 1/0.99
                octane       0.99 <= [86.35 + 1.098 r − 0.038 r² + 0.325 (s − 89)] / q <= 1/0.99
                dilution     0.9  <= [35.82 − 0.222 p] / d <= 1/0.9
                performance  0.99 <= [−133 + 3 q] / p <= 1/0.99
                isobutane    I = 1.22 y − F
                acid         s (y d / 1000 + a) = 98 a        strength of the acid, %
                ratio        r = (R + I) / F

F olefin feed, R isobutane recycle, a acid added, y alkylate yield, I isobutane makeup, s acid strength, q motor
octane number, r external isobutane-to-olefin ratio, d acid dilution factor, p F-4 performance number.

The rational rows are written without division by a variable, as products, which removes poles from the model.

Source: J. Bracken and G. P. McCormick, Selected Applications of Nonlinear Programming, Wiley (1968), chapter 4, with
the bounds of problem 114 of Hock and Schittkowski.  Bracken and McCormick report 1769, the best known value is
1768.80696.
"""

from __future__ import annotations

import sqp
from sqp_problems.case import Case, Solution

TIGHT, LOOSE = 0.99, 0.9  # accuracy of the regressions


def build() -> sqp.Model:
    """The model with the published plant operation as its start."""
    m = sqp.Model("alkylation process")
    feed = m.variable("olefin_feed", lower=1e-5, upper=2000, start=1745, scale=1000, unit="bbl/day")
    recycle = m.variable("isobutane_recycle", lower=1e-5, upper=16000, start=12000, scale=1e4, unit="bbl/day")
    acid = m.variable("acid_addition", lower=1e-5, upper=120, start=110, scale=100, unit="1000 lb/day")
    product = m.variable("alkylate_yield", lower=1e-5, upper=5000, start=3048, scale=1000, unit="bbl/day")
    makeup = m.variable("isobutane_makeup", lower=1e-5, upper=2000, start=1974, scale=1000, unit="bbl/day")
    strength = m.variable("acid_strength", lower=85, upper=93, start=89.2, scale=100, unit="%")
    octane = m.variable("octane_number", lower=90, upper=95, start=92.8, scale=100)
    ratio = m.variable("isobutane_ratio", lower=3, upper=12, start=8, scale=10)
    dilution = m.variable("acid_dilution", lower=1.2, upper=4, start=3.6)
    performance = m.variable("performance_number", lower=145, upper=162, start=145, scale=100)

    m.maximize(0.063 * product * octane - 5.04 * feed - 0.035 * recycle - 10 * acid - 3.36 * makeup)
    regressions = {
        "yield": (feed * (1.12 + 0.13167 * ratio - 0.00667 * ratio**2) / 1000, product / 1000, TIGHT),
        "octane": (
            (86.35 + 1.098 * ratio - 0.038 * ratio**2 + 0.325 * (strength - 89)) / 100,
            octane / 100,
            TIGHT,
        ),
        "dilution": (35.82 - 0.222 * performance, dilution, LOOSE),
        "performance": ((3 * octane - 133) / 100, performance / 100, TIGHT),
    }
    for name, (predicted, value, accuracy) in regressions.items():
        m.subject_to(predicted >= accuracy * value, name=f"{name} at least")
        m.subject_to(predicted <= value / accuracy, name=f"{name} at most")
    m.subject_to((1.22 * product - feed - makeup) / 1000 == 0, name="isobutane balance")
    m.subject_to((strength * (product * dilution / 1000 + acid) - 98 * acid) / 1000 == 0, name="acid balance")
    m.subject_to((recycle + makeup - ratio * feed) / 1000 == 0, name="isobutane ratio")
    return m


CASE = Case(
    name="alkylation",
    build=build,
    optimum=1768.8069637159,
    start_objective=872.3872,
    solutions=(
        Solution(
            {
                "olefin_feed": 1698.094765189,
                "isobutane_recycle": 15818.61492418,
                "acid_addition": 54.10268233327,
                "alkylate_yield": 3031.225217368,
                "isobutane_makeup": 2000.0,
                "acid_strength": 90.11542219899,
                "octane_number": 95.0,
                "isobutane_ratio": 10.49329830671,
                "acid_dilution": 1.561636363637,
                "performance_number": 153.5353535354,
            },
            1768.8069637159,
        ),
    ),
    classification="QOR2-MN-10-11",
    source="Bracken and McCormick 1968, chapter 4",
    tags=frozenset({"engineering", "equality", "inequality", "nonconvex"}),
    note="HS114 in the words of its process; maximised as in the book.",
)
