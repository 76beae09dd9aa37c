/* ${name}: short names for use inside this project alone; never include this file from outside. */
#ifndef ${P}_INTERNAL_H
#define ${P}_INTERNAL_H

#include <math.h>
#include <string.h>

#define N ${P}_N
#define NX ${P}_NX
#define NU ${P}_NU
#define NZ ${P}_NZ
#define NP ${P}_NP
#define NG ${P}_NG
#define NT ${P}_NT
#define NS ${P}_NS
#define NC ${P}_NC
#define CONDENSED ${P}_CONDENSED
#define EXACT ${P}_EXACT

typedef ${p}_real real;
typedef ${p}_row row_t;
typedef ${p}_qp qp_t;
typedef ${p}_point point_t;
typedef ${p}_qp_work work_t;
typedef ${p}_controller controller_t;

#define REAL(x) ((real)(x))
#define ROOT(x) ((real)${root}(x))
#define INFINITE ((real)INFINITY)
#define ROUNDING REAL(${rounding}) /* of 1 */
#define ACCURACY REAL(${accuracy}) /* relative, of gradients and active rows */
/* Penalty of a row relative to the inverse of its variance: at first, usually, at most. */
#define SOFT REAL(${soft})
#define HARD REAL(${hard})
#define HARDEST REAL(${hardest})
#define FLOOR REAL(${floor}) /* least eigenvalue of an exact Hessian of a stage relative to its largest */
#define WHOLE ${whole} /* whether a sample is one interval of the horizon */
#define FRACTION REAL(${fraction}) /* of an interval, in which the plan moves at a sample */
#define PATIENCE 6 /* Newton steps after which penalties are softened again */
#define TINY REAL(1e-30) /* a variance that is zero */

static real larger(real a, real b) { return a > b ? a : b; }
static real smaller(real a, real b) { return a < b ? a : b; }
static real size_of(real a) { return a < 0 ? -a : a; }
static int is_finite(real a) { return a - a == 0; }

#endif
