/* ${name}: the quadratic program of one iteration and the work space of its solver.
 *
 *   minimise    sum_k  1/2 z_k' H_k z_k + g_k' z_k,            z_k = [u_k; x_k],  z_N = x_N
 *   subject to  x_{k+1} = F_k z_k + b_k,   x_0 given,
 *               lower_k <= G_k z_k <= upper_k          (soft where a weight is finite)
 *
 * The last rows of a stage are the bounds of its controls.
 */
#ifndef ${P}_QP_TYPES_H
#define ${P}_QP_TYPES_H

#include "${p}_dimensions.h"

#define ${P}_AT_LEAST_ONE(n) ((n) > 0 ? (n) : 1) /* C knows no empty arrays */
#define ${P}_G ${P}_AT_LEAST_ONE(${P}_NG)
#define ${P}_T ${P}_AT_LEAST_ONE(${P}_NT)

typedef struct {
  /* Lower and upper limits, and the price w1 s + 1/2 w2 s^2 of leaving them by s; linear = infinity: hard. */
  ${p}_real lower, upper, linear, quadratic;
} ${p}_row;

typedef struct {
  ${p}_real F[${P}_N][${P}_NX][${P}_NZ], b[${P}_N][${P}_NX];
  ${p}_real H[${P}_N][${P}_NZ][${P}_NZ], g[${P}_N][${P}_NZ];
  ${p}_real terminal_H[${P}_NX][${P}_NX], terminal_g[${P}_NX];
  ${p}_real G[${P}_N][${P}_G][${P}_NZ], terminal_G[${P}_T][${P}_NX];
  ${p}_row rows[${P}_N][${P}_G], terminal_rows[${P}_T];
} ${p}_qp;

typedef struct {
  ${p}_real z[${P}_N][${P}_NZ], terminal_x[${P}_NX];       /* [u; x] of every stage */
  ${p}_real adjoint[${P}_N + 1][${P}_NX];                  /* multipliers of the dynamics */
  ${p}_real gradient[${P}_N][${P}_NU];                     /* by the controls */
  ${p}_real noise[${P}_N][${P}_NU];                        /* sizes of the terms that make up the gradient */
  ${p}_real price[${P}_N][${P}_G], terminal_price[${P}_T]; /* first estimates of the multipliers of the rows */
  signed char side[${P}_N][${P}_G], terminal_side[${P}_T]; /* +-1: active, +-2: left at its price, 0: inactive */
  ${p}_real objective;                                     /* of the augmented Lagrangian */
  int whole;                                               /* whether a whole Newton step led here */
} ${p}_point;

typedef struct {
  ${p}_point points[2];
  int now;                                                     /* which of the points is the iterate */
  ${p}_real y[${P}_N][${P}_G], terminal_y[${P}_T];             /* multipliers of the rows */
  ${p}_real penalty[${P}_N][${P}_G], terminal_penalty[${P}_T]; /* of the augmented Lagrangian */
  ${p}_real variance[${P}_N][${P}_G], terminal_variance[${P}_T]; /* what rows answer to their multipliers */
  ${p}_real hardness;                                          /* factor of all penalties */
  int scaled;                                                  /* whether variances are known */
  signed char side[${P}_N][${P}_G], terminal_side[${P}_T]; /* as the factors have them */
#if ${P}_CONDENSED
  ${p}_real sensitivity[${P}_N + 1][${P}_NX][${P}_N * ${P}_NU]; /* of x_k to all controls, latest first */
  ${p}_real cost_to_go[${P}_NX][${P}_N * ${P}_NU];
  ${p}_real dense[${P}_N * ${P}_NU][${P}_N * ${P}_NU];  /* Hessian in the controls, lower triangle */
  ${p}_real factor[${P}_N * ${P}_NU][${P}_N * ${P}_NU]; /* its Cholesky factor, with active rows */
  ${p}_real direction[${P}_N * ${P}_NU];
#else
  ${p}_real P[${P}_N + 1][${P}_NX][${P}_NX], p[${P}_N + 1][${P}_NX]; /* cost to go */
  ${p}_real T[${P}_NX][${P}_NZ], S[${P}_NZ][${P}_NZ];                /* of the stage at hand */
  ${p}_real L[${P}_N][${P}_NU][${P}_NU];                     /* Cholesky factor of its part of the controls */
  ${p}_real K[${P}_N][${P}_NU][${P}_NX], k[${P}_N][${P}_NU]; /* u = K x + k */
#endif
  int stale;         /* the last stage whose factors do not fit the working set; -1: all fit */
  int stale_vectors; /* the last stage whose vectors do not */
  int iterations;    /* Newton steps of the last solve */
  int factored;      /* stages factored since the last linearisation */
  ${p}_real (*clock)(void); /* if given, tells when the deadline has passed */
  ${p}_real deadline;
  int convex;        /* 0: a pivot had to be raised */
} ${p}_qp_work;

#endif
