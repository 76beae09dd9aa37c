/* Newton's system by the Riccati recursion; active rows enter with their penalty.
 *
 * From the cost to go 1/2 x'P x + p'x of stage k+1, with S = H + F'PF + G'slope G split into controls and states,
 *     [ S_uu  S_ux ]        controls:    u = K x + k,  K = -S_uu^{-1} S_ux
 *     [ S_xu  S_xx ]        cost to go:  P = S_xx - S_xu S_uu^{-1} S_ux
 * A change of the working set at stage k leaves the factors of all later stages as they are.
 */
#ifndef ${P}_RICCATI_H
#define ${P}_RICCATI_H

/* Add G' diag(slope) G to H, both stored by rows. */
static void add_row_curvature(int count, int width, const real *G, const row_t *rows, const real *penalty,
                              const signed char *side, real *H)
{
  int r, i, j;
  for (r = 0; r < count; r++) {
    const real slope = row_slope(&rows[r], penalty[r], side[r]);
    if (slope > 0)
      for (i = 0; i < width; i++) {
        const real factor = slope * G[r * width + i];
        if (size_of(factor) > 0)
          for (j = 0; j < width; j++)
            H[i * width + j] += factor * G[r * width + j];
      }
  }
}

/* Add G' offset to g. */
static void add_row_offsets(int count, int width, const real *G, const row_t *rows, const real *y, const real *penalty,
                            const signed char *side, real *g)
{
  int r, i;
  for (r = 0; r < count; r++)
    if (side[r] != 0) {
      const real offset = row_offset(&rows[r], y[r], penalty[r], side[r]);
      for (i = 0; i < width; i++)
        g[i] += offset * G[r * width + i];
    }
}

/* S = H + F' P F, of which the rows of controls and the lower right part are used. */
static void stage_matrix(const real (*F)[NZ], const real (*H)[NZ], real (*P)[NX], real (*T)[NZ], real (*S)[NZ])
{
  int i, j, l;
  for (i = 0; i < NX; i++) {
    for (j = 0; j < NZ; j++)
      T[i][j] = P[i][0] * F[0][j];
    for (l = 1; l < NX; l++)
      for (j = 0; j < NZ; j++)
        T[i][j] += P[i][l] * F[l][j];
  }
  for (i = 0; i < NZ; i++) {
    for (j = 0; j < NZ; j++)
      S[i][j] = H[i][j];
    for (l = 0; l < NX; l++)
      for (j = 0; j < NZ; j++)
        S[i][j] += F[l][i] * T[l][j];
  }
}

/* Cholesky factor of S_uu. Returns 0 if a pivot had to be raised. */
static int factor_controls(real (*S)[NZ], real (*L)[NU])
{
  int i, j, l, convex = 1;
  for (i = 0; i < NU; i++)
    for (j = 0; j <= i; j++) {
      real sum = S[i][j];
      for (l = 0; l < j; l++)
        sum -= L[i][l] * L[j][l];
      if (i > j)
        L[i][j] = sum / L[j][j];
      else if (sum > 8 * ROUNDING * size_of(S[i][i]))
        L[i][i] = ROOT(sum);
      else {
        L[i][i] = ROOT(larger(size_of(S[i][i]), REAL(1)));
        convex = 0;
      }
    }
  return convex;
}

/* x := L^{-T} L^{-1} x. */
static void solve_controls(real (*L)[NU], real *x)
{
  int i, l;
  for (i = 0; i < NU; i++) {
    for (l = 0; l < i; l++)
      x[i] -= L[i][l] * x[l];
    x[i] /= L[i][i];
  }
  for (i = NU - 1; i >= 0; i--) {
    for (l = i + 1; l < NU; l++)
      x[i] -= L[l][i] * x[l];
    x[i] /= L[i][i];
  }
}

static void factor_stage(const qp_t *qp, work_t *work, int k)
{
  int i, j, l;
  real Y[NU][NX];
  stage_matrix(qp->F[k], qp->H[k], work->P[k + 1], work->T, work->S);
  add_row_curvature(NG, NZ, &qp->G[k][0][0], qp->rows[k], work->penalty[k], work->side[k], &work->S[0][0]);
  if (!factor_controls(work->S, work->L[k]))
    work->convex = 0;
  for (i = 0; i < NU; i++) { /* Y = L^{-1} S_ux */
    for (j = 0; j < NX; j++)
      Y[i][j] = work->S[i][NU + j];
    for (l = 0; l < i; l++)
      for (j = 0; j < NX; j++)
        Y[i][j] -= work->L[k][i][l] * Y[l][j];
    for (j = 0; j < NX; j++)
      Y[i][j] /= work->L[k][i][i];
  }
  for (i = 0; i < NX; i++) {
    for (j = 0; j < NX; j++)
      work->P[k][i][j] = work->S[NU + i][NU + j];
    for (l = 0; l < NU; l++)
      for (j = 0; j < NX; j++)
        work->P[k][i][j] -= Y[l][i] * Y[l][j];
  }
  for (i = NU - 1; i >= 0; i--) { /* K = -L^{-T} Y */
    for (j = 0; j < NX; j++)
      work->K[k][i][j] = -Y[i][j];
    for (l = i + 1; l < NU; l++)
      for (j = 0; j < NX; j++)
        work->K[k][i][j] -= work->L[k][l][i] * work->K[k][l][j];
    for (j = 0; j < NX; j++)
      work->K[k][i][j] /= work->L[k][i][i];
  }
  work->factored++;
}

/* The vectors that belong to the factors of a stage: k and p. */
static void vectors_of_stage(const qp_t *qp, work_t *work, int k)
{
  real w[NZ];
  int i, j;
  memcpy(w, qp->g[k], sizeof(w));
  add_row_offsets(NG, NZ, &qp->G[k][0][0], qp->rows[k], work->y[k], work->penalty[k], work->side[k], w);
  for (j = 0; j < NX; j++) {
    const real v = dot(NX, work->P[k + 1][j], qp->b[k]) + work->p[k + 1][j];
    for (i = 0; i < NZ; i++)
      w[i] += qp->F[k][j][i] * v;
  }
  for (i = 0; i < NU; i++)
    work->k[k][i] = -w[i];
  solve_controls(work->L[k], work->k[k]);
  for (j = 0; j < NX; j++) {
    work->p[k][j] = w[NU + j];
    for (i = 0; i < NU; i++)
      work->p[k][j] += work->K[k][i][j] * w[i];
  }
}

/* Bring the factors up to the working set. */
static void factor(const qp_t *qp, work_t *work)
{
  int k;
  if (work->stale == N) {
    memcpy(work->P[N], qp->terminal_H, sizeof(work->P[N]));
    add_row_curvature(NT, NX, &qp->terminal_G[0][0], qp->terminal_rows, work->terminal_penalty, work->terminal_side,
                      &work->P[N][0][0]);
  }
  if (work->stale_vectors == N) {
    memcpy(work->p[N], qp->terminal_g, sizeof(work->p[N]));
    add_row_offsets(NT, NX, &qp->terminal_G[0][0], qp->terminal_rows, work->terminal_y, work->terminal_penalty,
                    work->terminal_side, work->p[N]);
  }
  for (k = work->stale < N ? work->stale : N - 1; k >= 0; k--)
    factor_stage(qp, work, k);
  for (k = work->stale_vectors < N ? work->stale_vectors : N - 1; k >= 0; k--)
    vectors_of_stage(qp, work, k);
  work->stale = work->stale_vectors = -1;
}

/* G_r H^{-1} G_r' of a row: its variance if u = K x + w with w of covariance S_uu^{-1}, and x of covariance C. */
static real variance_of_row(const work_t *work, int k, const real *G, real (*C)[NZ])
{
  real h[NX], v[NU] = {0}, variance = 0;
  int i, j;
  for (j = 0; j < NX; j++) {
    h[j] = G[NU + j];
    for (i = 0; i < NU; i++)
      h[j] += work->K[k][i][j] * G[i];
  }
  for (j = 0; j < NX; j++)
    variance += h[j] * dot(NX, C[j], h);
  for (i = 0; i < NU; i++) { /* v = L^{-1} G_u */
    v[i] = (G[i] - dot(i, work->L[k][i], v)) / work->L[k][i][i];
    variance += v[i] * v[i];
  }
  return variance;
}

/* The covariance of the next state: (A + B K) C (A + B K)' + B S_uu^{-1} B'. */
static void next_covariance(const qp_t *qp, work_t *work, int k, real (*C)[NZ])
{
  real closed[NX][NX], noise[NX][NU] = {{0}};
  int i, j, l;
  for (i = 0; i < NX; i++) {
    const real *F = qp->F[k][i];
    for (j = 0; j < NX; j++) {
      closed[i][j] = F[NU + j];
      for (l = 0; l < NU; l++)
        closed[i][j] += F[l] * work->K[k][l][j];
    }
    for (l = 0; l < NU; l++) /* B L^{-T} */
      noise[i][l] = (F[l] - dot(l, work->L[k][l], noise[i])) / work->L[k][l][l];
  }
  for (i = 0; i < NX; i++)
    for (j = 0; j < NX; j++)
      work->T[i][j] = dot(NX, closed[i], C[j]);
  for (i = 0; i < NX; i++)
    for (j = 0; j < NX; j++)
      C[i][j] = dot(NX, work->T[i], closed[j]) + dot(NU, noise[i], noise[j]);
}

/* How much every row answers to its multiplier; needs factors without active rows. */
static void find_variances(const qp_t *qp, work_t *work)
{
  int k, r, i;
  memset(work->S, 0, sizeof(work->S));
  for (k = 0; k < N; k++) {
    for (r = 0; r < NG; r++)
      work->variance[k][r] = variance_of_row(work, k, qp->G[k][r], work->S);
    next_covariance(qp, work, k, work->S);
  }
  for (r = 0; r < NT; r++) {
    work->terminal_variance[r] = 0;
    for (i = 0; i < NX; i++)
      work->terminal_variance[r] += qp->terminal_G[r][i] * dot(NX, work->S[i], qp->terminal_G[r]);
  }
}

/* The end of the Newton step: u = K x + k. */
static void follow(const qp_t *qp, work_t *work, const real *x0, const point_t *now, point_t *end)
{
  int k, i;
  (void)now;
  end->whole = 1;
  memcpy(end->z[0] + NU, x0, NX * sizeof(real));
  for (k = 0; k < N; k++) {
    real *z = end->z[k];
    for (i = 0; i < NU; i++)
      z[i] = dot(NX, work->K[k][i], z + NU) + work->k[k][i];
    next_state(qp, k, z, k + 1 < N ? end->z[k + 1] + NU : end->terminal_x);
  }
}

/* The policy needs no point to start from. */
static void start_trajectory(const qp_t *qp, work_t *work, const real *x0)
{
  follow(qp, work, x0, iterate_of(work), iterate_of(work));
}

#endif
