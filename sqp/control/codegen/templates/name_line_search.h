/* The minimum of the augmented Lagrangian along a step: its derivative is increasing and piecewise linear.
 *
 * Reference: Hermans, Themelis, Patrinos (2022), section 4.2.
 */
#ifndef ${P}_LINE_SEARCH_H
#define ${P}_LINE_SEARCH_H

/* Along a line, the cost without rows has derivative slope + length * curvature. */
typedef struct {
  real slope, curvature;
} line_t;

static void add_quadratic(int width, const real *H, const real *g, const real *z, const real *end, line_t *line)
{
  int i, j;
  for (i = 0; i < width; i++) {
    real gradient = g[i], change = 0;
    for (j = 0; j < width; j++) {
      gradient += H[i * width + j] * z[j];
      change += H[i * width + j] * (end[j] - z[j]);
    }
    line->slope += gradient * (end[i] - z[i]);
    line->curvature += change * (end[i] - z[i]);
  }
}

/* Add what the rows contribute at a length. */
static void add_rows(int count, int width, const real *G, const row_t *rows, const real *y, const real *penalty,
                     const real *z, const real *end, real length, line_t *line)
{
  int r;
  for (r = 0; r < count; r++) {
    const real value = dot(width, G + r * width, z), change = dot(width, G + r * width, end) - value;
    signed char side;
    const real price = row_price(&rows[r], value + length * change, y[r], penalty[r], &side);
    line->slope += price * change;
    line->curvature += row_slope(&rows[r], penalty[r], side) * change * change;
  }
}

/* Derivative and curvature at a length. */
static line_t line_at(const qp_t *qp, const work_t *work, const point_t *now, const point_t *end, line_t smooth,
                      real length)
{
  line_t line = smooth;
  int k;
  line.slope += length * smooth.curvature;
  add_rows(NT, NX, &qp->terminal_G[0][0], qp->terminal_rows, work->terminal_y, work->terminal_penalty, now->terminal_x,
           end->terminal_x, length, &line);
  for (k = 0; k < N; k++)
    add_rows(NG, NZ, &qp->G[k][0][0], qp->rows[k], work->y[k], work->penalty[k], now->z[k], end->z[k], length, &line);
  return line;
}

/* Newton's method on the derivative within a bracket; it ends at the root once the pieces are right. */
static real best_length(const qp_t *qp, const work_t *work, const point_t *now, const point_t *end)
{
  real low = 0, high = 4, length = 1;
  line_t smooth = {0, 0}, line;
  int k, trials;
  add_quadratic(NX, &qp->terminal_H[0][0], qp->terminal_g, now->terminal_x, end->terminal_x, &smooth);
  for (k = 0; k < N; k++)
    add_quadratic(NZ, &qp->H[k][0][0], qp->g[k], now->z[k], end->z[k], &smooth);
  for (trials = 0; trials < 40; trials++) {
    real next;
    line = line_at(qp, work, now, end, smooth, length);
    if (line.slope > 0)
      high = length;
    else
      low = length;
    next = length - line.slope / line.curvature;
    if (!(size_of(next - length) > 100 * ROUNDING) || !(high - low > 100 * ROUNDING))
      return length;
    length = next > low && next < high ? next : (low + high) / 2;
  }
  return length;
}

/* end := now + length (end - now). */
static void shorten(const point_t *now, real length, point_t *end)
{
  int k, i;
  for (k = 0; k < N; k++)
    for (i = 0; i < NZ; i++)
      end->z[k][i] = now->z[k][i] + length * (end->z[k][i] - now->z[k][i]);
  for (i = 0; i < NX; i++)
    end->terminal_x[i] = now->terminal_x[i] + length * (end->terminal_x[i] - now->terminal_x[i]);
  end->whole = 0;
}

#endif
