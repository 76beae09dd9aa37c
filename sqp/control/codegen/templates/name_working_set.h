/* The QP: Newton steps with exact line search inside an augmented Lagrangian for the rows, those of the bounds of the
 * controls among them. The working set says on which side of each kink of the augmented Lagrangian an iterate lies; a
 * step with the working set of the solution is exact, so a good guess costs one factorisation.
 *
 * Reference: Hermans, Themelis, Patrinos, "QPALM: a proximal augmented Lagrangian method for nonconvex quadratic
 * programs", Math. Program. Comput. 14 (2022).
 */
#ifndef ${P}_WORKING_SET_H
#define ${P}_WORKING_SET_H

enum { QP_SOLVED, QP_LIMIT, QP_ROWS_INCONSISTENT, QP_STOPPED, QP_LATE };

static void changed_at(work_t *work, int k)
{
  if (k > work->stale)
    work->stale = k;
  if (k > work->stale_vectors)
    work->stale_vectors = k;
}

static int adopt_sides(int count, const signed char *found, signed char *side)
{
  const int changed = count > 0 && memcmp(side, found, (size_t)count) != 0;
  if (changed)
    memcpy(side, found, (size_t)count);
  return changed;
}

static int is_steep(const point_t *point)
{
  int k, i;
  for (k = 0; k < N; k++)
    for (i = 0; i < NU; i++)
      if (size_of(point->gradient[k][i]) > ACCURACY * point->noise[k][i])
        return 1;
  return 0;
}

/* Adopt the working set of a point. Returns whether the point is optimal for the present multipliers: the model of the
 * rows that led to it is right there, or its gradient is rounding. */
static int adopt_working_set(work_t *work, const point_t *point)
{
  int k, changed = adopt_sides(NT, point->terminal_side, work->terminal_side);
  if (changed)
    changed_at(work, N);
  for (k = 0; k < N; k++)
    if (adopt_sides(NG, point->side[k], work->side[k])) {
      changed_at(work, k);
      changed = 1;
    }
  return (!changed && point->whole) || !is_steep(point);
}

/* y := price. Returns the largest error of an active row, relative to its limit. */
static real update_prices(int count, const row_t *rows, const real *price, const real *penalty, real *y)
{
  real error = 0;
  int r;
  for (r = 0; r < count; r++) {
    const real limit = price[r] > 0 ? rows[r].upper : price[r] < 0 ? rows[r].lower : 0;
    error = larger(error, size_of(price[r] - y[r]) / (penalty[r] * (1 + size_of(limit))));
    y[r] = price[r];
  }
  return error;
}

static real update_multipliers(const qp_t *qp, work_t *work)
{
  const point_t *now = iterate_of(work);
  real error =
      update_prices(NT, qp->terminal_rows, now->terminal_price, work->terminal_penalty, work->terminal_y);
  int k;
  for (k = 0; k < N; k++)
    error = larger(error, update_prices(NG, qp->rows[k], now->price[k], work->penalty[k], work->y[k]));
  return error;
}

/* A multiplier converges the faster the larger the penalty is against the inverse of the row's variance. A row that no
 * control can move keeps the penalty 1: it is what it is. */
static void scale_penalties(int count, const real *variance, real hardness, real *penalty)
{
  int r;
  for (r = 0; r < count; r++)
    penalty[r] = variance[r] > REAL(TINY) ? hardness / variance[r] : 1;
}

static void set_penalties(work_t *work)
{
  int k;
  scale_penalties(NT, work->terminal_variance, work->hardness, work->terminal_penalty);
  for (k = 0; k < N; k++)
    scale_penalties(NG, work->variance[k], work->hardness, work->penalty[k]);
  work->stale = work->stale_vectors = N;
}

/* The sides that multipliers name; one that names an infinite limit, as after a shift, is forgotten. */
static void expect_sides(int count, const row_t *rows, real *y, signed char *side)
{
  int r;
  for (r = 0; r < count; r++) {
    if (!is_finite(y[r] > 0 ? rows[r].upper : rows[r].lower))
      y[r] = 0;
    side[r] = (signed char)(size_of(y[r]) < rows[r].linear ? 1 : 2);
    side[r] = (signed char)(y[r] > 0 ? side[r] : y[r] < 0 ? -side[r] : 0);
  }
}

/* After a linearisation: factors for the working set that the multipliers suggest. The first time, penalties are found
 * from factors without active rows. */
static void prepare_qp(const qp_t *qp, work_t *work)
{
  int k;
  work->factored = 0;
  work->convex = 1;
  work->stale = work->stale_vectors = N;
#if CONDENSED
  condense(qp, work);
#endif
  if (!work->scaled) {
    memset(work->side, 0, sizeof(work->side));
    memset(work->terminal_side, 0, sizeof(work->terminal_side));
    factor(qp, work);
    find_variances(qp, work);
    set_penalties(work);
    work->scaled = 1;
  }
  for (k = 0; k < N; k++)
    expect_sides(NG, qp->rows[k], work->y[k], work->side[k]);
  expect_sides(NT, qp->terminal_rows, work->terminal_y, work->terminal_side);
  factor(qp, work);
}

/* Whether the step ends where the factors' model of the rows holds: then it is exact. */
static int ends_on_same_sides(const work_t *work, const point_t *end)
{
  return memcmp(end->side, work->side, sizeof(work->side)) == 0 &&
         memcmp(end->terminal_side, work->terminal_side, sizeof(work->terminal_side)) == 0;
}

static void take_step(const qp_t *qp, work_t *work, const real *x0)
{
  const point_t *now = iterate_of(work);
  point_t *end = &work->points[1 - work->now];
  follow(qp, work, x0, now, end);
  evaluate(qp, work, 0, end);
  if (!ends_on_same_sides(work, end)) {
    shorten(now, best_length(qp, work, now, end), end);
    evaluate(qp, work, 0, end);
  }
  work->now = 1 - work->now;
}

static void forget_qp(work_t *work)
{
  memset(work, 0, sizeof(*work));
  work->hardness = SOFT;
  work->stale = work->stale_vectors = N;
}

static void harden(work_t *work, real hardness)
{
  work->hardness = hardness;
  set_penalties(work);
}

/* After a minimum of the augmented Lagrangian: new multipliers, and harder penalties at the start and where multipliers
 * converge slowly. Soft ones at first, since few kinks lie on the way then; hard ones once the working set is about
 * right, since they need fewer rounds. Returns QP_LIMIT while there is more to do. */
static int next_round(const qp_t *qp, work_t *work, real *last_error)
{
  const real error = update_multipliers(qp, work);
  if (error <= ACCURACY)
    return QP_SOLVED;
  if (work->hardness < HARD)
    harden(work, smaller(100 * work->hardness, HARD));
  else if (error > REAL(0.2) * *last_error) {
    if (work->hardness >= HARDEST)
      return error <= 1000 * ACCURACY ? QP_SOLVED : QP_ROWS_INCONSISTENT;
    harden(work, 10 * work->hardness);
    *last_error = INFINITE; /* one round without judgement */
    return QP_LIMIT;
  }
  *last_error = error;
  return QP_LIMIT;
}

/* Solve for the initial state x0 with at most `limit` Newton steps. Needs prepare_qp. */
static int solve_qp(const qp_t *qp, work_t *work, const real *x0, int limit)
{
  real last_error = INFINITE;
  start_trajectory(qp, work, x0);
  evaluate(qp, work, 0, iterate_of(work));
  for (work->iterations = 1;; work->iterations++) {
    if (!is_finite(iterate_of(work)->objective))
      return QP_STOPPED;
    if (adopt_working_set(work, iterate_of(work))) {
      const int end = next_round(qp, work, &last_error);
      if (end != QP_LIMIT)
        return end;
      work->stale_vectors = N;
      evaluate(qp, work, 0, iterate_of(work));
      (void)adopt_working_set(work, iterate_of(work));
    } else if (work->iterations == PATIENCE && work->hardness > SOFT) {
      harden(work, SOFT); /* far from the solution after all */
      evaluate(qp, work, 0, iterate_of(work));
      (void)adopt_working_set(work, iterate_of(work));
    }
    if (work->iterations >= limit)
      return QP_LIMIT;
    if (work->clock && work->clock() >= work->deadline)
      return QP_LATE;
    factor(qp, work);
    take_step(qp, work, x0);
  }
}

#endif
