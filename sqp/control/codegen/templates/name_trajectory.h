/* Cost and gradient of a trajectory of the quadratic program, by one sweep backwards. */
#ifndef ${P}_TRAJECTORY_H
#define ${P}_TRAJECTORY_H

static point_t *iterate_of(work_t *work) { return &work->points[work->now]; }

static real dot(int count, const real *a, const real *b)
{
  real sum = 0;
  int i;
  for (i = 0; i < count; i++)
    sum += a[i] * b[i];
  return sum;
}

/* 1/2 z'Hz + g'z and the rows' terms; w becomes the gradient by z. */
static real stage_cost(int width, const real *H, const real *g, const real *z, real *w)
{
  real cost = 0;
  int i;
  for (i = 0; i < width; i++) {
    w[i] = dot(width, H + i * width, z) + g[i];
    cost += z[i] * (w[i] + g[i]);
  }
  return cost / 2;
}

/* The cost of rows; they are on the sides where they are found, or where they are assumed to be. */
static real rows_cost(int count, int width, const real *G, const row_t *rows, const real *y, const real *penalty,
                      const real *z, const signed char *assumed, real *price, signed char *side, real *w,
                      real *noise)
{
  real cost = 0;
  int r, i;
  for (r = 0; r < count; r++) {
    const real value = dot(width, G + r * width, z);
    price[r] = row_price(&rows[r], value, y[r], penalty[r], &side[r]);
    if (assumed) {
      side[r] = assumed[r];
      price[r] = row_slope(&rows[r], penalty[r], side[r]) * value + row_offset(&rows[r], y[r], penalty[r], side[r]);
    }
    cost += row_cost(&rows[r], value, price[r], y[r], penalty[r], side[r]);
    if (side[r] != 0)
      for (i = 0; i < width; i++) {
        w[i] += price[r] * G[r * width + i];
        noise[i] += size_of(price[r] * G[r * width + i]);
      }
  }
  return cost;
}

static void next_state(const qp_t *qp, int k, const real *z, real *x)
{
  int i;
  for (i = 0; i < NX; i++)
    x[i] = dot(NZ, qp->F[k][i], z) + qp->b[k][i];
}

/* Objective, adjoints, prices and the gradient by the controls at the trajectory of a point; with `assume` for the
 * sides of the working set, be they right or not. */
static void evaluate(const qp_t *qp, const work_t *work, int assume, point_t *point)
{
  real w[NZ], noise[NZ] = {0};
  int k, i, j;
  real cost = stage_cost(NX, &qp->terminal_H[0][0], qp->terminal_g, point->terminal_x, point->adjoint[N]);
  cost += rows_cost(NT, NX, &qp->terminal_G[0][0], qp->terminal_rows, work->terminal_y, work->terminal_penalty,
                    point->terminal_x, assume ? work->terminal_side : NULL, point->terminal_price, point->terminal_side,
                    point->adjoint[N], noise);
  for (k = N - 1; k >= 0; k--) {
    const real *adjoint = point->adjoint[k + 1];
    cost += stage_cost(NZ, &qp->H[k][0][0], qp->g[k], point->z[k], w);
    for (i = 0; i < NZ; i++)
      noise[i] = size_of(w[i]) + size_of(qp->g[k][i]);
    cost += rows_cost(NG, NZ, &qp->G[k][0][0], qp->rows[k], work->y[k], work->penalty[k], point->z[k],
                      assume ? work->side[k] : NULL, point->price[k], point->side[k], w, noise);
    for (j = 0; j < NX; j++) {
      for (i = 0; i < NZ; i++)
        w[i] += qp->F[k][j][i] * adjoint[j];
      for (i = 0; i < NU; i++)
        noise[i] += size_of(qp->F[k][j][i] * adjoint[j]);
    }
    memcpy(point->noise[k], noise, sizeof(point->noise[k]));
    memcpy(point->gradient[k], w, sizeof(point->gradient[k]));
    memcpy(point->adjoint[k], w + NU, sizeof(point->adjoint[k]));
  }
  point->objective = cost;
}

#endif
