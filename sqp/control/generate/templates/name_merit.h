/* ${name}: the l1 merit function f + weight * (defects of the dynamics + violations of hard constraints). */
#ifndef ${P}_MERIT_H
#define ${P}_MERIT_H

/* What leaving a row costs; `weight` stands for the price of a hard one. */
static real violation_cost(const row_t *row, real value, real weight)
{
  const real s = larger(REAL(0), larger(value - row->upper, row->lower - value));
  if (!(s > 0))
    return 0;
  return is_finite(row->linear) ? s * (row->linear + REAL(0.5) * row->quadratic * s) : weight * s;
}

static real merit(controller_t *c)
{
  real next[NX], value[${P}_AT_LEAST_ONE(NC) + ${P}_T], cost, sum;
  int k, i;
  ${p}_model_terminal_values(c->x[N], c->p[N], c->s, &cost, value);
  sum = cost;
  for (i = 0; i < NT; i++)
    sum += violation_cost(&c->terminal_limits[i], value[i], c->weight);
  for (k = 0; k < N; k++) {
    ${p}_model_stage_values(c->x[k], c->u[k], c->p[k], c->s, next, &cost, value);
    sum += cost;
    for (i = 0; i < NX; i++)
      sum += c->weight * size_of(next[i] - c->x[k + 1][i]);
    for (i = 0; i < NC; i++)
      sum += violation_cost(&c->limits[k][i], value[i], c->weight);
  }
  for (i = 0; i < NX; i++)
    sum += c->weight * size_of(c->x0[i] - c->x[0][i]);
  return sum;
}

/* The change of the merit function that the linearisation predicts for the full step, without curvature. */
static real predicted_change(const controller_t *c)
{
  const point_t *point = iterate_of((work_t *)&c->work);
  const qp_t *qp = &c->qp;
  real change = dot(NX, qp->terminal_g, point->terminal_x);
  int k, i;
  for (i = 0; i < NT; i++)
    change += violation_cost(&qp->terminal_rows[i], dot(NX, qp->terminal_G[i], point->terminal_x), c->weight) -
              violation_cost(&qp->terminal_rows[i], REAL(0), c->weight);
  for (k = 0; k < N; k++) {
    change += dot(NZ, qp->g[k], point->z[k]);
    for (i = 0; i < NX; i++)
      change -= c->weight * size_of(qp->b[k][i]);
    for (i = 0; i < NC; i++)
      change += violation_cost(&qp->rows[k][i], dot(NZ, qp->G[k][i], point->z[k]), c->weight) -
                violation_cost(&qp->rows[k][i], REAL(0), c->weight);
  }
  for (i = 0; i < NX; i++)
    change -= c->weight * size_of(c->x0[i] - c->x[0][i]);
  return change;
}

/* The weight must exceed every multiplier that it stands for. */
static void raise_weight(controller_t *c)
{
  const point_t *point = iterate_of(&c->work);
  real largest = 0;
  int k, i;
  for (k = 0; k <= N; k++)
    for (i = 0; i < NX; i++)
      largest = larger(largest, size_of(point->adjoint[k][i]));
  for (k = 0; k < N; k++)
    for (i = 0; i < NC; i++)
      largest = larger(largest, size_of(c->work.y[k][i]));
  for (i = 0; i < NT; i++)
    largest = larger(largest, size_of(c->work.terminal_y[i]));
  if (c->weight < REAL(1.1) * largest)
    c->weight = 2 * largest;
}

/* Armijo's rule on the merit function. Returns 0 where no length satisfies it; the plan then is as before. */
static int search_along_step(controller_t *c)
{
  real before, change, noise, length = 1;
  int trials;
  raise_weight(c);
  before = merit(c);
  change = predicted_change(c);
  noise = 100 * ROUNDING * (1 + size_of(before));
  memcpy(c->saved_x, c->x, sizeof(c->x));
  memcpy(c->saved_u, c->u, sizeof(c->u));
  for (trials = 0; trials < 20; trials++) {
    adopt_step(c, length);
    c->statistics.objective = merit(c);
    if (c->statistics.objective <= before + REAL(1e-4) * length * smaller(change, REAL(0)) + noise)
      return 1;
    memcpy(c->x, c->saved_x, sizeof(c->x));
    memcpy(c->u, c->saved_u, sizeof(c->u));
    length = length / 2;
  }
  return 0;
}

#endif
