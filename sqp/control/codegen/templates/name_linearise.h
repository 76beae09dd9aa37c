/* ${name}: from the plan to the quadratic program of its next change, and back. */
#ifndef ${P}_LINEARISE_H
#define ${P}_LINEARISE_H

static void relative_row(const row_t *limit, real value, row_t *row)
{
  *row = *limit;
  row->lower = limit->lower - value;
  row->upper = limit->upper - value;
}

/* The last rows of a stage. */
static void bound_controls(controller_t *c, int k)
{
  int i;
  for (i = 0; i < NU; i++) {
    row_t *row = &c->qp.rows[k][NC + i];
    row->lower = c->control_lower[k][i] - c->u[k][i];
    row->upper = c->control_upper[k][i] - c->u[k][i];
    row->linear = INFINITE;
    row->quadratic = 0;
    c->qp.G[k][NC + i][i] = 1;
  }
}

#if EXACT
static void exact_hessians(controller_t *c)
{
  int k;
  memset(c->qp.H, 0, sizeof(c->qp.H));
  memset(c->qp.terminal_H, 0, sizeof(c->qp.terminal_H));
  for (k = 0; k < N; k++) {
    ${p}_model_stage_hessian(c->x[k], c->u[k], c->p[k], c->s, c->work.y[k], c->a[k], c->qp.H[k][0]);
    convexify(NZ, NZ, c->qp.H[k][0]);
  }
  ${p}_model_terminal_hessian(c->x[N], c->p[N], c->s, c->work.terminal_y, c->qp.terminal_H[0]);
  convexify(NX, NX, c->qp.terminal_H[0]);
}
#endif

static void add_levenberg(controller_t *c)
{
  int k, i;
  for (k = 0; k < N; k++)
    for (i = 0; i < NZ; i++)
      c->qp.H[k][i][i] += c->levenberg;
  for (i = 0; i < NX; i++)
    c->qp.terminal_H[i][i] += c->levenberg;
}

/* Returns whether all is finite. */
static int linearise(controller_t *c)
{
  qp_t *qp = &c->qp;
  real value[${P}_AT_LEAST_ONE(NC) + ${P}_T], sum = 0;
  int k, i;
  for (k = 0; k < N; k++) {
    ${p}_model_stage(c->x[k], c->u[k], c->p[k], c->s, qp->b[k], qp->F[k][0], qp->g[k], qp->H[k][0], value, qp->G[k][0]);
    for (i = 0; i < NX; i++)
      sum += qp->b[k][i] -= c->x[k + 1][i];
    for (i = 0; i < NZ; i++)
      sum += qp->g[k][i];
    for (i = 0; i < NC; i++) {
      sum += value[i];
      relative_row(&c->limits[k][i], value[i], &qp->rows[k][i]);
    }
    bound_controls(c, k);
  }
  ${p}_model_terminal(c->x[N], c->p[N], c->s, qp->terminal_g, qp->terminal_H[0], value, qp->terminal_G[0]);
  for (i = 0; i < NX; i++)
    sum += qp->terminal_g[i];
  for (i = 0; i < NT; i++) {
    sum += value[i];
    relative_row(&c->terminal_limits[i], value[i], &qp->terminal_rows[i]);
  }
#if EXACT
  exact_hessians(c);
#endif
  add_levenberg(c);
  return is_finite(sum);
}

/* The states that the controls lead to from the last measurement, as far as they are finite; no multipliers. */
static void begin_anew(controller_t *c)
{
  int k, i;
  memcpy(c->x[0], c->x0, sizeof(c->x0));
  for (k = 0; k < N; k++) {
    ${p}_model_next(c->x[k], c->u[k], c->p[k], c->s, c->x[k + 1]);
    for (i = 0; i < NX; i++)
      if (!is_finite(c->x[k + 1][i]))
        memcpy(c->x[k + 1], c->x[k], sizeof(c->x0));
  }
  memset(c->a, 0, sizeof(c->a));
  forget_qp(&c->work);
}

/* Solve the QP for the measured state. */
static ${p}_status solve_subproblem(controller_t *c)
{
  const point_t *point;
  real dx0[NX];
  int i, k, result;
  for (i = 0; i < NX; i++)
    dx0[i] = c->x0[i] - c->x[0][i];
  result = solve_qp(&c->qp, &c->work, dx0, c->qp_iteration_limit);
  point = iterate_of(&c->work);
  c->statistics.iterations++;
  c->statistics.qp_iterations += c->work.iterations;
  c->statistics.factored = c->work.factored;
  if (!is_finite(point->objective)) {
    forget_qp(&c->work);
    return ${P}_MODEL_NOT_FINITE;
  }
  c->statistics.step = c->statistics.defect = 0;
  for (k = 0; k < N; k++) {
    for (i = 0; i < NZ; i++)
      c->statistics.step = larger(c->statistics.step, size_of(point->z[k][i]) / scale[i]);
    for (i = 0; i < NX; i++)
      c->statistics.defect = larger(c->statistics.defect, size_of(c->qp.b[k][i]));
  }
  for (i = 0; i < NX; i++)
    c->statistics.step = larger(c->statistics.step, size_of(point->terminal_x[i]) / scale[NU + i]);
  if (result == QP_ROWS_INCONSISTENT) { /* its multipliers grew without meaning */
    memset(c->work.y, 0, sizeof(c->work.y));
    memset(c->work.terminal_y, 0, sizeof(c->work.terminal_y));
    c->work.hardness = SOFT;
    c->work.scaled = 0;
    return ${P}_INFEASIBLE;
  }
  if (result == QP_LATE)
    return ${P}_DEADLINE;
  if (result != QP_SOLVED)
    return ${P}_ITERATION_LIMIT;
  return c->work.convex ? ${P}_OK : ${P}_NOT_CONVEX;
}

static real clip(real a, real lower, real upper) { return smaller(larger(a, lower), upper); }

/* A plan never leaves the bounds of its controls. */
static void keep_within_bounds(controller_t *c)
{
  int k, i;
  for (k = 0; k < N; k++)
    for (i = 0; i < NU; i++)
      c->u[k][i] = clip(c->u[k][i], c->control_lower[k][i], c->control_upper[k][i]);
}

static void adopt_step(controller_t *c, real length)
{
  const point_t *point = iterate_of(&c->work);
  int k, i;
  for (k = 0; k < N; k++) {
    for (i = 0; i < NU; i++)
      c->u[k][i] += length * point->z[k][i];
    for (i = 0; i < NX; i++)
      c->x[k][i] += length * point->z[k][NU + i];
  }
  for (i = 0; i < NX; i++)
    c->x[N][i] += length * point->terminal_x[i];
  for (k = 0; k < N; k++)
    for (i = 0; i < NX; i++)
      c->a[k][i] += length * (point->adjoint[k + 1][i] - c->a[k][i]);
  keep_within_bounds(c);
}

#endif
