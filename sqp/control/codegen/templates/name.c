/* ${name}: the controller. */
#include "${p}.h"
#include "${p}_model.h"
#include "${p}_internal.h"
#include "${p}_data.h"
#include "${p}_rows.h"
#include "${p}_trajectory.h"
#if CONDENSED
#include "${p}_condensed.h"
#else
#include "${p}_riccati.h"
#endif
#include "${p}_line_search.h"
#include "${p}_working_set.h"
#if EXACT
#include "${p}_convexify.h"
#endif
#include "${p}_linearise.h"
#include "${p}_merit.h"

void ${p}_init(controller_t *c)
{
  memset(c, 0, sizeof(*c));
  memcpy(c->p, initial_p, sizeof(c->p));
  memcpy(c->s, initial_s, sizeof(c->s));
  memcpy(c->control_lower, initial_control_lower, sizeof(c->control_lower));
  memcpy(c->control_upper, initial_control_upper, sizeof(c->control_upper));
  memcpy(c->limits, initial_limits, sizeof(c->limits));
  memcpy(c->terminal_limits, initial_terminal_limits, sizeof(c->terminal_limits));
  c->levenberg = REAL(${levenberg});
  c->tolerance = REAL(${tolerance});
  c->iteration_limit = ${iteration_limit};
  c->qp_iteration_limit = ${qp_iteration_limit};
  ${p}_reset(c);
}

void ${p}_reset(controller_t *c)
{
  memcpy(c->x, initial_x, sizeof(c->x));
  memcpy(c->u, initial_u, sizeof(c->u));
  memset(c->a, 0, sizeof(c->a));
  memcpy(c->x0, initial_x[0], sizeof(c->x0));
  memset(&c->qp, 0, sizeof(c->qp));
  memset(&c->statistics, 0, sizeof(c->statistics));
  c->prepared = c->troubled = 0;
  forget_qp(&c->work);
}

static int all_finite(int count, const real *values)
{
  int i;
  for (i = 0; i < count; i++)
    if (!is_finite(values[i]))
      return 0;
  return 1;
}

static int in_order(int count, const real *lower, const real *upper)
{
  int i;
  for (i = 0; i < count; i++)
    if (!(lower[i] <= upper[i]))
      return 0;
  return 1;
}

${p}_status ${p}_set_parameters(controller_t *c, int stage, const real *p)
{
  if (stage < 0 || stage > N)
    return ${P}_BAD_ARGUMENT;
  if (!all_finite(NP, p))
    return ${P}_NOT_FINITE;
  memcpy(c->p[stage], p, NP * sizeof(real));
  c->prepared = 0;
  return ${P}_OK;
}

${p}_status ${p}_set_shared_parameters(controller_t *c, const real *s)
{
  if (!all_finite(NS, s))
    return ${P}_NOT_FINITE;
  memcpy(c->s, s, NS * sizeof(real));
  c->prepared = 0;
  return ${P}_OK;
}

${p}_status ${p}_set_control_bounds(controller_t *c, int stage, const real *lower, const real *upper)
{
  int i;
  if (stage < 0 || stage >= N || !in_order(NU, lower, upper))
    return ${P}_BAD_ARGUMENT;
  memcpy(c->control_lower[stage], lower, NU * sizeof(real));
  memcpy(c->control_upper[stage], upper, NU * sizeof(real));
  for (i = 0; i < NU; i++)
    c->u[stage][i] = clip(c->u[stage][i], lower[i], upper[i]);
  c->prepared = 0;
  return ${P}_OK;
}

${p}_status ${p}_set_limits(controller_t *c, int stage, const real *lower, const real *upper)
{
  const int count = stage == N ? NT : NC;
  row_t *rows = stage == N ? c->terminal_limits : c->limits[stage < 0 || stage > N ? 0 : stage];
  int i;
  if (stage < 0 || stage > N || !in_order(count, lower, upper))
    return ${P}_BAD_ARGUMENT;
  for (i = 0; i < count; i++) {
    rows[i].lower = lower[i];
    rows[i].upper = upper[i];
  }
  c->prepared = 0;
  return ${P}_OK;
}

${p}_status ${p}_set_plan(controller_t *c, const real *x, const real *u)
{
  int k, i;
  if (!all_finite((N + 1) * NX, x) || !all_finite(N * NU, u))
    return ${P}_NOT_FINITE;
  memcpy(c->x, x, sizeof(c->x));
  for (k = 0; k < N; k++)
    for (i = 0; i < NU; i++)
      c->u[k][i] = clip(u[k * NU + i], c->control_lower[k][i], c->control_upper[k][i]);
  c->prepared = 0;
  return ${P}_OK;
}

void ${p}_set_deadline(controller_t *c, ${p}_clock clock, real seconds)
{
  c->clock = clock;
  c->budget = seconds;
}

void ${p}_get_plan(const controller_t *c, real *x, real *u)
{
  memcpy(x, c->x, sizeof(c->x));
  memcpy(u, c->u, sizeof(c->u));
}

${p}_status ${p}_prepare(controller_t *c)
{
  if (c->troubled) /* the next measurement decides where to linearise */
    return ${P}_OK;
  c->prepared = linearise(c);
  if (!c->prepared) {
    begin_anew(c);
    c->prepared = linearise(c);
  }
  if (!c->prepared)
    return ${P}_MODEL_NOT_FINITE;
  prepare_qp(&c->qp, &c->work);
  return c->work.convex ? ${P}_OK : ${P}_NOT_CONVEX;
}

static ${p}_status finish(controller_t *c, ${p}_status status, real *u)
{
  memcpy(u, c->u[0], sizeof(c->u[0]));
  c->statistics.status = status;
  return status;
}

/* Set clock and counts; what cannot be computed with is refused. */
static ${p}_status begin(controller_t *c, const real *x)
{
  c->statistics.iterations = c->statistics.qp_iterations = 0;
  if (!all_finite(NX, x))
    return ${P}_NOT_FINITE;
  memcpy(c->x0, x, sizeof(c->x0));
  c->work.clock = c->clock;
  if (c->clock)
    c->work.deadline = c->clock() + c->budget;
  return ${P}_OK;
}

${p}_status ${p}_feedback(controller_t *c, const real *x, real *u)
{
  ${p}_status status = begin(c, x);
  if (status == ${P}_OK && c->troubled)
    recover(c);
  if (status == ${P}_OK && !c->prepared) {
    status = ${p}_prepare(c);
    if (status == ${P}_NOT_CONVEX)
      status = ${P}_OK;
  }
  if (status != ${P}_OK)
    return finish(c, status, u);
  status = solve_subproblem(c);
  if (status != ${P}_MODEL_NOT_FINITE)
    adopt_step(c, REAL(1));
  c->troubled = status != ${P}_OK && status != ${P}_NOT_CONVEX;
  c->prepared = 0;
  return finish(c, status, u);
}

/* Every row but the last goes a fraction of the way to the row after it. */
static void advance(int count, int width, real *rows)
{
  int i;
  for (i = 0; i < (count - 1) * width; i++)
    rows[i] = (1 - FRACTION) * rows[i] + FRACTION * rows[i + width];
}

void ${p}_shift(controller_t *c)
{
  real last[NX];
  ${p}_model_next(c->x[N], c->u[N - 1], c->p[N], c->s, last);
  advance(N + 1, NX, c->x[0]);
  if (WHOLE && all_finite(NX, last))
    memcpy(c->x[N], last, sizeof(last));
  advance(N, NU, c->u[0]);
  advance(N, NX, c->a[0]);
  advance(N, NG, c->work.y[0]);
  keep_within_bounds(c);
  c->prepared = 0;
}

${p}_status ${p}_solve(controller_t *c, const real *x, real *u)
{
  ${p}_status status = begin(c, x);
  if (status != ${P}_OK)
    return finish(c, status, u);
  if (c->troubled)
    recover(c);
  for (;;) {
    if (!c->prepared && ${p}_prepare(c) == ${P}_MODEL_NOT_FINITE)
      return finish(c, ${P}_MODEL_NOT_FINITE, u);
    status = solve_subproblem(c);
    if (status == ${P}_MODEL_NOT_FINITE) {
      c->troubled = 1;
      return finish(c, status, u);
    }
    c->prepared = 0;
    if (c->statistics.step <= c->tolerance || c->statistics.iterations >= c->iteration_limit ||
        status == ${P}_DEADLINE) {
      adopt_step(c, REAL(1));
      c->statistics.objective = merit_of_plan(c).value;
      if (status == ${P}_OK && c->statistics.step > c->tolerance)
        status = ${P}_ITERATION_LIMIT;
      return finish(c, status, u);
    }
    if (!search_along_step(c))
      return finish(c, ${P}_MODEL_NOT_FINITE, u);
  }
}

const char *${p}_describe(${p}_status status)
{
  switch (status) {
  case ${P}_OK:
    return "solved";
  case ${P}_ITERATION_LIMIT:
    return "iteration limit: the last iterate is used";
  case ${P}_DEADLINE:
    return "deadline: the last iterate is used";
  case ${P}_INFEASIBLE:
    return "hard constraints contradict each other: they are violated as little as possible";
  case ${P}_NOT_FINITE:
    return "initial state or parameter is not a number: the plan is used as it is";
  case ${P}_MODEL_NOT_FINITE:
    return "a function of the model is not finite at the plan: the plan is used as it is";
  case ${P}_NOT_CONVEX:
    return "the Hessian is not positive definite and was raised";
  default:
    return "an index or a pair of bounds is out of order: nothing was changed";
  }
}
