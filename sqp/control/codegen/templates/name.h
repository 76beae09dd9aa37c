/* ${name}: model predictive controller.
 *
 * One struct holds everything; nothing is allocated, printed or kept elsewhere, so any number of controllers may live
 * side by side. A real-time iteration is
 *
 *     ${p}_feedback(&c, measured_state, control);  apply control;  ${p}_shift(&c);  ${p}_prepare(&c);
 *
 * whose first line is all that happens between measurement and control. ${p}_solve iterates to convergence.
 * Whatever is returned, the control is finite and within its bounds.
 */
#ifndef ${P}_H
#define ${P}_H

#include "${p}_qp_types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  ${P}_OK = 0,
  ${P}_ITERATION_LIMIT = 1,  /* the last iterate is used; it keeps the bounds of the controls */
  ${P}_DEADLINE = 2,         /* the clock cut the iterations; the last iterate is used */
  ${P}_INFEASIBLE = 3,       /* hard constraints contradict each other; they are violated as little as possible */
  ${P}_NOT_FINITE = 4,       /* initial state or parameter is not a number: the plan is used as it is */
  ${P}_MODEL_NOT_FINITE = 5, /* a function of the model is not finite at the plan: the plan is used as it is */
  ${P}_NOT_CONVEX = 6,       /* the Hessian had to be raised: the step may be poor */
  ${P}_BAD_ARGUMENT = 7      /* an index or a pair of bounds is out of order: nothing was changed */
} ${p}_status;

typedef struct {
  ${p}_status status;         /* of the last feedback or solve */
  int iterations;             /* QPs since the last feedback or solve began */
  int qp_iterations;          /* Newton steps in them */
  int factored;               /* stages factored in the last QP */
  ${p}_real step;             /* largest change of a state or control, relative to its scale */
  ${p}_real defect;           /* largest gap in the dynamics before it */
  ${p}_real objective;        /* ${p}_solve only */
} ${p}_statistics;

/* Seconds from any origin, never decreasing. */
typedef ${p}_real (*${p}_clock)(void);

typedef struct {
  ${p}_real x[${P}_N + 1][${P}_NX], u[${P}_N][${P}_NU]; /* the plan */
  ${p}_real a[${P}_N][${P}_NX];                         /* multipliers of the dynamics */
  ${p}_real x0[${P}_NX];                                /* measured */
  ${p}_real p[${P}_N + 1][${P}_AT_LEAST_ONE(${P}_NP)], s[${P}_AT_LEAST_ONE(${P}_NS)];
  ${p}_real control_lower[${P}_N][${P}_NU], control_upper[${P}_N][${P}_NU];
  ${p}_row limits[${P}_N][${P}_G], terminal_limits[${P}_T];
  ${p}_qp qp;
  ${p}_qp_work work;
  /* Where a line search starts. */
  ${p}_real saved_x[${P}_N + 1][${P}_NX], saved_u[${P}_N][${P}_NU], saved_a[${P}_N][${P}_NX];
  ${p}_real levenberg, tolerance;
  int iteration_limit, qp_iteration_limit;
  ${p}_clock clock;
  ${p}_real budget; /* seconds for a call of feedback or solve, with a clock */
  int prepared;     /* whether the QP belongs to the plan */
  int troubled;     /* whether the last QP was not solved, so that the plan may be a bad one */
  ${p}_statistics statistics;
} ${p}_controller;

/* The plan, parameters, bounds and settings of the generator. */
void ${p}_init(${p}_controller *c);
/* The plan of the generator, and no memory of earlier QPs; parameters, bounds and settings stay. */
void ${p}_reset(${p}_controller *c);

/* Stages run from 0 to N; what belongs to controls ends at N - 1. */
${p}_status ${p}_set_parameters(${p}_controller *c, int stage, const ${p}_real *p);
${p}_status ${p}_set_shared_parameters(${p}_controller *c, const ${p}_real *s);
${p}_status ${p}_set_control_bounds(${p}_controller *c, int stage, const ${p}_real *lower, const ${p}_real *upper);
${p}_status ${p}_set_limits(${p}_controller *c, int stage, const ${p}_real *lower, const ${p}_real *upper);
${p}_status ${p}_set_plan(${p}_controller *c, const ${p}_real *x, const ${p}_real *u);
void ${p}_set_deadline(${p}_controller *c, ${p}_clock clock, ${p}_real seconds);

/* Linearise at the plan and factor; needs no measurement. After an unsolved QP this waits for the next measurement. */
${p}_status ${p}_prepare(${p}_controller *c);
/* One QP for the measured state x (${P}_NX); its first control goes to u (${P}_NU). */
${p}_status ${p}_feedback(${p}_controller *c, const ${p}_real *x, ${p}_real *u);
/* Move the plan and the multipliers by one sample; where that is a whole stage, the last state moves by one step of
 * the dynamics. */
void ${p}_shift(${p}_controller *c);
/* SQP with an l1 merit function until convergence, limit or deadline. */
${p}_status ${p}_solve(${p}_controller *c, const ${p}_real *x, ${p}_real *u);

void ${p}_get_plan(const ${p}_controller *c, ${p}_real *x, ${p}_real *u);
const char *${p}_describe(${p}_status status);

#ifdef __cplusplus
}
#endif

#endif
