/* Newton's system in the controls alone: states are eliminated, active rows enter with their penalty.
 *
 * Controls are ordered from the last stage to the first. A change of the working set at stage k then leaves the rows of
 * the Cholesky factor that belong to later stages as they are, and x_k depends on trailing controls only.
 *
 * Reference: Andersson, "A general-purpose software framework for dynamic optimization" (2013), section 8.2:
 * condensing in a number of operations quadratic in the number of stages.
 */
#ifndef ${P}_CONDENSED_H
#define ${P}_CONDENSED_H

#define ALL (N * NU)

static int place_of(int k) { return (N - 1 - k) * NU; }

/* Sensitivities of the states to the controls, forwards. */
static void sensitivities(const qp_t *qp, work_t *work)
{
  int k, i, j, c;
  memset(work->sensitivity[0], 0, sizeof(work->sensitivity[0]));
  for (k = 0; k < N; k++)
    for (i = 0; i < NX; i++) {
      real *row = work->sensitivity[k + 1][i];
      memset(row, 0, ALL * sizeof(real));
      for (j = 0; j < NX; j++)
        for (c = place_of(k - 1); c < ALL; c++)
          row[c] += qp->F[k][i][NU + j] * work->sensitivity[k][j][c];
      for (j = 0; j < NU; j++)
        row[place_of(k) + j] = qp->F[k][i][j];
    }
}

/* The Hessian in the controls, by a sweep backwards over the gradient of the cost to go. */
static void condense(const qp_t *qp, work_t *work)
{
  real next[NX][ALL];
  int k, i, j, c;
  sensitivities(qp, work);
  for (i = 0; i < NX; i++)
    for (c = 0; c < ALL; c++) {
      work->cost_to_go[i][c] = 0;
      for (j = 0; j < NX; j++)
        work->cost_to_go[i][c] += qp->terminal_H[i][j] * work->sensitivity[N][j][c];
    }
  for (k = N - 1; k >= 0; k--) {
    for (i = 0; i < NU; i++) {
      real *row = work->dense[place_of(k) + i];
      for (c = place_of(k); c < ALL; c++)
        row[c] = c < place_of(k) + NU ? qp->H[k][i][c - place_of(k)] : 0;
      for (j = 0; j < NX; j++)
        for (c = place_of(k); c < ALL; c++)
          row[c] += qp->H[k][i][NU + j] * work->sensitivity[k][j][c] + qp->F[k][j][i] * work->cost_to_go[j][c];
    }
    for (i = 0; i < NX; i++) {
      memset(next[i], 0, sizeof(next[i]));
      for (j = 0; j < NX; j++)
        for (c = place_of(k - 1); c < ALL; c++)
          next[i][c] += qp->H[k][NU + i][NU + j] * work->sensitivity[k][j][c] +
                        qp->F[k][j][NU + i] * work->cost_to_go[j][c];
    }
    memcpy(work->cost_to_go, next, sizeof(next));
  }
}

/* a := what a row of stage k says of the controls. Returns the first of them that it depends on. */
static int condensed_row(const work_t *work, const real *G, int k, real *a)
{
  const int begin = k < N ? place_of(k) : 0;
  int i, c, j;
  memset(a, 0, ALL * sizeof(real));
  for (j = 0; j < NX; j++)
    for (c = begin; c < ALL; c++)
      a[c] += G[(k < N ? NU : 0) + j] * work->sensitivity[k][j][c];
  for (i = 0; k < N && i < NU; i++)
    a[begin + i] += G[i];
  return begin;
}

/* Add slope a a' to rows of the factor from `first` on. */
static void add_condensed_row(work_t *work, const real *G, int k, real slope, int first)
{
  real *a = work->direction; /* not in use while factors are computed */
  const int begin = condensed_row(work, G, k, a);
  int i, c;
  for (i = first > begin ? first : begin; i < ALL; i++)
    for (c = i; c < ALL; c++)
      work->factor[i][c] += slope * a[i] * a[c];
}

/* The Cholesky factor R of the Hessian R'R, by rows from `first` on. */
static void factor_rows(work_t *work, int first)
{
  int i, l, c;
  for (i = first; i < ALL; i++) {
    real *row = work->factor[i];
    const real full = size_of(row[i]);
    real pivot;
    for (l = 0; l < i; l++) {
      const real factor = work->factor[l][i];
      for (c = i; c < ALL; c++)
        row[c] -= factor * work->factor[l][c];
    }
    pivot = row[i];
    if (!(pivot > 8 * ROUNDING * full)) {
      pivot = larger(full, REAL(1));
      work->convex = 0;
    }
    pivot = ROOT(pivot);
    for (c = i + 1; c < ALL; c++)
      row[c] /= pivot;
    row[i] = pivot;
  }
}

/* Bring the factor up to the working set. */
static void factor(const qp_t *qp, work_t *work)
{
  const int first = work->stale >= N ? 0 : place_of(work->stale);
  int k, r;
  if (work->stale < 0)
    return;
  for (k = first; k < ALL; k++)
    memcpy(work->factor[k] + k, work->dense[k] + k, (size_t)(ALL - k) * sizeof(real));
  for (r = 0; r < NT; r++)
    if (work->terminal_side[r] != 0)
      add_condensed_row(work, qp->terminal_G[r], N,
                        row_slope(&qp->terminal_rows[r], work->terminal_penalty[r], work->terminal_side[r]), first);
  for (k = 0; k < N; k++)
    for (r = 0; r < NG; r++)
      if (work->side[k][r] != 0)
        add_condensed_row(work, qp->G[k][r], k, row_slope(&qp->rows[k][r], work->penalty[k][r], work->side[k][r]),
                          first);
  factor_rows(work, first);
  work->factored += work->stale >= N ? N : work->stale + 1;
  work->stale = work->stale_vectors = -1;
}

/* x := R^{-T} x. */
static void solve_forwards(const work_t *work, real *x)
{
  int i, l;
  for (i = 0; i < ALL; i++) {
    x[i] /= work->factor[i][i];
    for (l = i + 1; l < ALL; l++)
      x[l] -= work->factor[i][l] * x[i];
  }
}

/* G_r H^{-1} G_r' of a row of stage k. */
static real variance_of_row(work_t *work, const real *G, int k)
{
  (void)condensed_row(work, G, k, work->direction);
  solve_forwards(work, work->direction);
  return dot(ALL, work->direction, work->direction);
}

/* How much every row answers to its multiplier; needs factors without active rows. */
static void find_variances(const qp_t *qp, work_t *work)
{
  int k, r;
  for (r = 0; r < NT; r++)
    work->terminal_variance[r] = variance_of_row(work, qp->terminal_G[r], N);
  for (k = 0; k < N; k++)
    for (r = 0; r < NG; r++)
      work->variance[k][r] = variance_of_row(work, qp->G[k][r], k);
}

/* direction := -(R'R)^{-1} gradient. */
static void find_direction(work_t *work, const point_t *now)
{
  real *d = work->direction;
  int i;
  for (i = 0; i < ALL; i++)
    d[i] = -now->gradient[N - 1 - i / NU][i % NU];
  solve_forwards(work, d);
  for (i = ALL - 1; i >= 0; i--)
    d[i] = (d[i] - dot(ALL - 1 - i, work->factor[i] + i + 1, d + i + 1)) / work->factor[i][i];
}

/* The end of the Newton step: the controls of `now` and the direction. */
static void follow(const qp_t *qp, work_t *work, const real *x0, const point_t *now, point_t *end)
{
  int k, i;
  find_direction(work, now);
  end->whole = 1;
  memcpy(end->z[0] + NU, x0, NX * sizeof(real));
  for (k = 0; k < N; k++) {
    for (i = 0; i < NU; i++)
      end->z[k][i] = now->z[k][i] + work->direction[place_of(k) + i];
    next_state(qp, k, end->z[k], k + 1 < N ? end->z[k + 1] + NU : end->terminal_x);
  }
}

/* A Newton step from the controls of the linearisation. */
static void start_trajectory(const qp_t *qp, work_t *work, const real *x0)
{
  point_t *first = &work->points[1 - work->now];
  int k;
  memset(first->z, 0, sizeof(first->z));
  memcpy(first->z[0] + NU, x0, NX * sizeof(real));
  for (k = 0; k < N; k++)
    next_state(qp, k, first->z[k], k + 1 < N ? first->z[k + 1] + NU : first->terminal_x);
  evaluate(qp, work, 1, first);
  follow(qp, work, x0, first, iterate_of(work));
}

#endif
