"""HS59: a response surface fitted to data, on a region of three constraints.

    minimise    -75.196 + 3.8112 x1 - 0.12694 x1² + 2.0567·10⁻³ x1³ - 1.0345·10⁻⁵ x1⁴
                + 6.8306 x2 - 0.030234 x1 x2 + 1.28134·10⁻³ x1² x2 - 3.5256·10⁻⁵ x1³ x2 + 2.266·10⁻⁷ x1⁴ x2
                - 0.25645 x2² + 3.4604·10⁻³ x2³ - 1.3514·10⁻⁵ x2⁴ + 28.106 / (x2 + 1)
                + 5.2375·10⁻⁶ x1² x2² + 6.3·10⁻⁸ x1³ x2² - 7·10⁻¹⁰ x1³ x2³
                - 3.4054·10⁻⁴ x1 x2² + 1.6638·10⁻⁶ x1 x2³ + 2.8673 exp(0.0005 x1 x2)
    subject to  x1 x2 - 700               >= 0
                x2 - x1² / 125            >= 0
                (x2 - 50)² - 5 (x1 - 55)  >= 0
                0 <= x1 <= 75
                0 <= x2 <= 65

Source          Hock and Schittkowski (1981), problem 59; Barnes; Himmelblau.
Classification  GQR-P1-1: general objective, quadratic constraints, regular, solution not known exactly.
Start           (90, 10), infeasible, f = 86.878639.
Solution        (13.55010424, 51.66018129), published f = -7.804226324; the first constraint is active.

The book prints the coefficient of x1 x2² as -3.405·10⁻⁴ and omits the term with x1².  With the values above, those of
Schittkowski's programs, the published f at the start is met in all digits; -3.405·10⁻⁴, which the AMPL and CUTE
versions took over, gives f = -7.80278947.  The published solution lies slightly inside the first constraint; the
minimum on it is f = -7.80423595.  An interior local minimum at (46.4, 52.2) has f = -6.7546; descent from the start
leads there.
"""

import sqp
from sqp_problems.case import Case, Solution


def build() -> sqp.Model:
    m = sqp.Model("HS59")
    x = m.variable("x", 2, lower=0, upper=[75, 65], start=[90, 10])
    x1, x2 = x[0], x[1]
    first = 3.8112 * x1 - 0.12694 * x1**2 + 2.0567e-3 * x1**3 - 1.0345e-5 * x1**4
    second = 6.8306 * x2 - 0.25645 * x2**2 + 3.4604e-3 * x2**3 - 1.3514e-5 * x2**4 + 28.106 / (x2 + 1)
    linear_in_x2 = -0.030234 * x1 * x2 + 1.28134e-3 * x1**2 * x2 - 3.5256e-5 * x1**3 * x2 + 2.266e-7 * x1**4 * x2
    quadratic_in_x2 = -3.4054e-4 * x1 * x2**2 + 5.2375e-6 * x1**2 * x2**2 + 6.3e-8 * x1**3 * x2**2
    cubic_in_x2 = 1.6638e-6 * x1 * x2**3 - 7e-10 * x1**3 * x2**3
    mixed = linear_in_x2 + quadratic_in_x2 + cubic_in_x2 + 2.8673 * sqp.exp(0.0005 * x1 * x2)
    m.minimize(-75.196 + first + second + mixed)
    m.subject_to(x1 * x2 - 700 >= 0, name="hyperbola")
    m.subject_to(x2 - x1**2 / 125 >= 0, name="standing parabola")
    m.subject_to((x2 - 50) ** 2 - 5 * (x1 - 55) >= 0, name="lying parabola")
    return m


CASE = Case(
    name="HS59",
    build=build,
    optimum=-7.8042359537,
    start_objective=86.87863943854691,
    solutions=(
        Solution((13.550088840434144, 51.6601778957467), -7.8042359536647545),
        Solution((46.39957665875474, 52.21968978508599), -6.754566019134735, note="local"),
    ),
    classification="GQR-P1-1",
    source="Hock and Schittkowski (1981), problem 59; Barnes; Himmelblau",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
    note="Two misprints of the book corrected; the printed coefficients give -7.80278947.",
)
