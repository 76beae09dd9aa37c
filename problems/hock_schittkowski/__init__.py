"""The problems of Hock and Schittkowski, Test Examples for Nonlinear Programming Codes (Springer, 1981).

Their ``classification`` OCD-Kr-s is the book's own code:

    O   objective     C constant, L linear, Q quadratic, S sum of squares, P generalised polynomial, G general
    C   constraints   U none, B bounds only, L linear, Q quadratic, P generalised polynomial, G general
    D   regularity    R first and second derivatives exist on the feasible set, I they do not
    K   solution      T known exactly ("theoretical"), P known numerically ("practical")
    r   derivatives   order of the partial derivatives that the book's programs supply
    s   serial number within the class

Numbers 58, 82, 94 and 115 are not in the book.
"""

SUITE = "hs"
