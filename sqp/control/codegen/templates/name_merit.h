/* ${name}: f + costs of soft violations + penalty (gaps of the dynamics + violations of hard constraints). */
#ifndef ${P}_MERIT_H
#define ${P}_MERIT_H

typedef struct {
  real value; /* with the costs of soft violations */
  real hard;  /* gaps and hard violations */
} merit_t;

static void add_violations(int count, const row_t *limits, const real *values, merit_t *merit)
{
  int i;
  for (i = 0; i < count; i++) {
    const real s = larger(REAL(0), larger(values[i] - limits[i].upper, limits[i].lower - values[i]));
    if (!is_finite(limits[i].linear))
      merit->hard += s;
    else if (s > 0)
      merit->value += s * (limits[i].linear + REAL(0.5) * limits[i].quadratic * s);
  }
}

static merit_t merit_of_plan(const controller_t *c)
{
  merit_t merit = {0, 0};
  real next[NX], values[${P}_AT_LEAST_ONE(NC) + ${P}_T], cost;
  int k, i;
  ${p}_model_terminal_values(c->x[N], c->p[N], c->s, &cost, values);
  merit.value = cost;
  add_violations(NT, c->terminal_limits, values, &merit);
  for (k = 0; k < N; k++) {
    ${p}_model_stage_values(c->x[k], c->u[k], c->p[k], c->s, next, &cost, values);
    merit.value += cost;
    for (i = 0; i < NX; i++)
      merit.hard += size_of(next[i] - c->x[k + 1][i]);
    add_violations(NC, c->limits[k], values, &merit);
  }
  return merit;
}

/* It exceeds every multiplier that it stands for. */
static real penalty_of_violations(const work_t *work)
{
  const point_t *point = &work->points[work->now];
  real largest = 0;
  int k, i;
  for (k = 1; k <= N; k++)
    for (i = 0; i < NX; i++)
      largest = larger(largest, size_of(point->adjoint[k][i]));
  for (k = 0; k < N; k++)
    for (i = 0; i < NC; i++)
      largest = larger(largest, size_of(work->y[k][i]));
  for (i = 0; i < NT; i++)
    largest = larger(largest, size_of(work->terminal_y[i]));
  return REAL(1.5) * largest + 1;
}

/* The derivative of f along the step. */
static real slope_of_cost(const controller_t *c)
{
  const point_t *point = &c->work.points[c->work.now];
  real slope = dot(NX, c->qp.terminal_g, point->terminal_x);
  int k;
  for (k = 0; k < N; k++)
    slope += dot(NZ, c->qp.g[k], point->z[k]);
  return slope;
}

/* Armijo's rule on the merit function, with six lengths of which the last is taken if none satisfies it.
 * Returns 0 if the functions are finite at none of them; the plan then is as before. */
static int search_along_step(controller_t *c)
{
  const real penalty = penalty_of_violations(&c->work);
  const merit_t before = merit_of_plan(c);
  const real start = before.value + penalty * before.hard;
  const real slope = smaller(slope_of_cost(c) - penalty * before.hard, REAL(0));
  real length = 1, best = 0;
  int trials;
  memcpy(c->saved_x, c->x, sizeof(c->x));
  memcpy(c->saved_u, c->u, sizeof(c->u));
  memcpy(c->saved_a, c->a, sizeof(c->a));
  for (trials = 0; trials < 6; trials++) {
    merit_t after;
    real end;
    adopt_step(c, length);
    after = merit_of_plan(c);
    end = after.value + penalty * after.hard;
    c->statistics.objective = after.value;
    if (end <= start + REAL(1e-4) * length * slope + REAL(1e-12) * size_of(start))
      return 1;
    if (is_finite(end))
      best = length;
    memcpy(c->x, c->saved_x, sizeof(c->x));
    memcpy(c->u, c->saved_u, sizeof(c->u));
    memcpy(c->a, c->saved_a, sizeof(c->a));
    length = length / 2;
  }
  if (best > 0)
    adopt_step(c, best);
  return best > 0;
}

/* After an unsolved QP: the plan, or what its controls lead to from the measured state, whichever has less merit. */
static void recover(controller_t *c)
{
  real penalty = penalty_of_violations(&c->work), planned, followed;
  merit_t merit = merit_of_plan(c);
  int i;
  for (i = 0; i < NX; i++)
    merit.hard += size_of(c->x0[i] - c->x[0][i]);
  if (!is_finite(penalty))
    penalty = 1;
  planned = merit.value + penalty * merit.hard;
  memcpy(c->saved_x, c->x, sizeof(c->x));
  begin_anew(c);
  merit = merit_of_plan(c);
  followed = merit.value + penalty * merit.hard;
  if (planned <= followed)
    memcpy(c->x, c->saved_x, sizeof(c->x));
  c->troubled = c->prepared = 0;
}

#endif
