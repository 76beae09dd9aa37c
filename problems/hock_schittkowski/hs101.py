"""HS101: a geometric program; HS102 and HS103 differ in the exponent a.

    minimise    f(x) = 10 x1 x2⁻¹ x4² x6⁻³ x7ᵃ + 15 x1⁻¹ x2⁻² x3 x4 x5⁻¹ x7^(-1/2)
                       + 20 x1⁻² x2 x4⁻¹ x5⁻² x6 + 25 x1² x2² x3⁻¹ x5^(1/2) x6⁻² x7
    subject to  1 - 0.5 x1^(1/2) x3⁻¹ x6⁻² x7 - 0.7 x1³ x2 x3⁻² x6 x7^(1/2)
                    - 0.2 x2⁻¹ x3 x4^(-1/2) x6^(2/3) x7^(1/4)                              >= 0
                1 - 1.3 x1^(-1/2) x2 x3⁻¹ x5⁻¹ x6 - 0.8 x3 x4⁻¹ x5⁻¹ x6²
                    - 3.1 x1⁻¹ x2^(1/2) x4⁻² x5⁻¹ x6^(1/3)                                 >= 0
                1 - 2 x1 x3^(-3/2) x5 x6⁻¹ x7^(1/3) - 0.1 x2 x3^(-1/2) x5 x6⁻¹ x7^(-1/2)
                    - x1⁻¹ x2 x3^(1/2) x5 - 0.65 x2⁻² x3 x5 x6⁻¹ x7                        >= 0
                1 - 0.2 x1⁻² x2 x4⁻¹ x5^(1/2) x7^(1/3) - 0.3 x1^(1/2) x2² x3 x4^(1/3) x5^(-2/3) x7^(1/4)
                    - 0.4 x1⁻³ x2⁻² x3 x5 x7^(3/4) - 0.5 x3⁻² x4 x7^(1/2)                  >= 0
                100 <= f(x) <= 3000
                0.1 <= x1, ..., x6 <= 10,  0.01 <= x7 <= 10

    where       a = -0.25

Source          Hock and Schittkowski (1981), problem 101, p. 112; Beck and Ecker; Dembo.
Classification  PPR-P1-8: generalized polynomials, regular, solution known numerically.
Start           (6, 6, 6, 6, 6, 6, 6), infeasible, f = 2205.868.
Solution        (2.856159, 0.6108230, 2.150813, 4.712874, 0.9994875, 1.347508, 0.03165277), f = 1809.76476.

With x = exp(t) every function becomes a sum of exponentials of linear functions: the minimum is global.  The range of
f appears as a constraint, as in the book; it is not active.
"""

import sqp
from sqp_problems.case import Case, Solution


def posynomials(name: str, a: float) -> sqp.Model:
    """Model of HS101-HS103 with the exponent a of x7."""
    m = sqp.Model(name)
    x = m.variable("x", 7, lower=[0.1] * 6 + [0.01], upper=10, start=6)

    def term(coefficient, e1, e2, e3, e4, e5, e6, e7):
        """The monomial coefficient · x1^e1 x2^e2 ... x7^e7."""
        for i, exponent in enumerate((e1, e2, e3, e4, e5, e6, e7)):
            if exponent != 0:
                coefficient = coefficient * x[i] ** exponent
        return coefficient

    objective = (
        term(10, 1, -1, 0, 2, 0, -3, a) + term(15, -1, -2, 1, 1, -1, 0, -1 / 2)
        + term(20, -2, 1, 0, -1, -2, 1, 0) + term(25, 2, 2, -1, 0, 1 / 2, -2, 1)
    )  # fmt: skip
    first = (
        term(0.5, 1 / 2, 0, -1, 0, 0, -2, 1) + term(0.7, 3, 1, -2, 0, 0, 1, 1 / 2)
        + term(0.2, 0, -1, 1, -1 / 2, 0, 2 / 3, 1 / 4)
    )  # fmt: skip
    second = (
        term(1.3, -1 / 2, 1, -1, 0, -1, 1, 0) + term(0.8, 0, 0, 1, -1, -1, 2, 0)
        + term(3.1, -1, 1 / 2, 0, -2, -1, 1 / 3, 0)
    )  # fmt: skip
    third = (
        term(2, 1, 0, -3 / 2, 0, 1, -1, 1 / 3) + term(0.1, 0, 1, -1 / 2, 0, 1, -1, -1 / 2)
        + term(1, -1, 1, 1 / 2, 0, 1, 0, 0) + term(0.65, 0, -2, 1, 0, 1, -1, 1)
    )  # fmt: skip
    fourth = (
        term(0.2, -2, 1, 0, -1, 1 / 2, 0, 1 / 3) + term(0.3, 1 / 2, 2, 1, 1 / 3, -2 / 3, 0, 1 / 4)
        + term(0.4, -3, -2, 1, 0, 1, 0, 3 / 4) + term(0.5, 0, 0, -2, 1, 0, 0, 1 / 2)
    )  # fmt: skip
    m.minimize(objective)
    m.subject_to(1 - first >= 0, name="first posynomial")
    m.subject_to(1 - second >= 0, name="second posynomial")
    m.subject_to(1 - third >= 0, name="third posynomial")
    m.subject_to(1 - fourth >= 0, name="fourth posynomial")
    m.subject_to(sqp.between(100, objective, 3000), name="range of f")
    return m


def build() -> sqp.Model:
    return posynomials("HS101", a=-0.25)


CASE = Case(
    name="HS101",
    build=build,
    optimum=1809.764765571,
    start_objective=2205.868369726,
    solutions=(
        Solution(
            (
                2.856158555755,
                0.6108230308035,
                2.150812562164,
                4.712873709241,
                0.9994875408575,
                1.347507504828,
                0.03165276650277,
            ),
            1809.764765571,
        ),
    ),
    classification="PPR-P1-8",
    source="Hock and Schittkowski (1981), problem 101, p. 112; Beck and Ecker; Dembo",
    tags=frozenset({"hs", "bounds", "inequality", "nonconvex"}),
)
