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

/* Penalties relative to the curvature of the cost and the size of a row. */
static void scale_penalties(int count, int width, const real *G, real scale, real *penalty)
{
  int r;
  for (r = 0; r < count; r++) {
    const real square = dot(width, G + r * width, G + r * width);
    penalty[r] = scale / (square > 0 ? square : 1);
  }
}

static void set_penalties(const qp_t *qp, work_t *work)
{
  real curvature = 0;
  int k, i;
  for (i = 0; i < NX; i++)
    curvature = larger(curvature, qp->terminal_H[i][i]);
  for (k = 0; k < N; k++)
    for (i = 0; i < NZ; i++)
      curvature = larger(curvature, qp->H[k][i][i]);
  curvature = (curvature > 0 ? curvature : 1) * work->hardness;
  scale_penalties(NT, NX, &qp->terminal_G[0][0], curvature, work->terminal_penalty);
  for (k = 0; k < N; k++)
    scale_penalties(NG, NZ, &qp->G[k][0][0], curvature, work->penalty[k]);
  work->stale = work->stale_vectors = N;
}

static int expected_side(const row_t *row, real y)
{
  const int side = size_of(y) < row->linear ? 1 : 2;
  return y > 0 ? side : y < 0 ? -side : 0;
}

/* After a linearisation: factors for the working set that bounds and multipliers suggest. */
static void prepare_qp(const qp_t *qp, work_t *work)
{
  int k, i;
  work->factored = 0;
  work->convex = 1;
  work->stale = work->stale_vectors = N;
  set_penalties(qp, work);
  for (k = 0; k < N; k++)
    for (i = 0; i < NG; i++)
      work->side[k][i] = (signed char)expected_side(&qp->rows[k][i], work->y[k][i]);
  for (i = 0; i < NT; i++)
    work->terminal_side[i] = (signed char)expected_side(&qp->terminal_rows[i], work->terminal_y[i]);
#if CONDENSED
  condense(qp, work);
#endif
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
  work->hardness = REAL(HARDNESS);
  work->stale = work->stale_vectors = N;
}

/* Solve for the initial state x0 with at most `limit` Newton steps. Needs prepare_qp. */
static int solve_qp(const qp_t *qp, work_t *work, const real *x0, int limit)
{
  real error = 0, last;
  int rounds = 0, fixed_rounds = 0;
  start_trajectory(qp, work, x0);
  evaluate(qp, work, 0, iterate_of(work));
  for (work->iterations = 1;;) {
    if (!is_finite(iterate_of(work)->objective))
      return QP_STOPPED;
    if (adopt_working_set(work, iterate_of(work))) {
      last = error;
      error = update_multipliers(qp, work);
      if (error <= ACCURACY)
        return QP_SOLVED;
      if (rounds > 0 && error > REAL(0.2) * last && fixed_rounds >= 1) {
        if (work->hardness >= REAL(HARDEST))
          return QP_ROWS_INCONSISTENT;
        work->hardness *= 10;
        set_penalties(qp, work);
        fixed_rounds = 0;
      } else
        fixed_rounds++;
      rounds++;
      work->stale_vectors = N;
      evaluate(qp, work, 0, iterate_of(work));
      (void)adopt_working_set(work, iterate_of(work));
    }
    if (work->iterations >= limit)
      return QP_LIMIT;
    if (work->clock && work->clock() >= work->deadline)
      return QP_LATE;
    work->iterations++;
    factor(qp, work);
    take_step(qp, work, x0);
  }
}

#endif
