/* ${name}: exact Hessians of a stage made convex, by raising eigenvalues.
 *
 * Reference: Golub, Van Loan, "Matrix Computations" (2013), section 8.5: Jacobi's method.
 */
#ifndef ${P}_CONVEXIFY_H
#define ${P}_CONVEXIFY_H

#define LARGEST (${P}_NZ)

/* Turn H by the rotation that makes H[p][q] vanish, and the columns of V with it. */
static void rotate(int n, int width, int p, int q, real *H, real (*V)[LARGEST])
{
  const real off = H[p * width + q], theta = (H[q * width + q] - H[p * width + p]) / (2 * off);
  const real t = (theta < 0 ? -1 : 1) / (size_of(theta) + ROOT(theta * theta + 1));
  const real c = 1 / ROOT(t * t + 1), s = t * c;
  int i;
  for (i = 0; i < n; i++) {
    const real a = H[i * width + p], b = H[i * width + q];
    H[i * width + p] = c * a - s * b;
    H[i * width + q] = s * a + c * b;
  }
  for (i = 0; i < n; i++) {
    const real a = H[p * width + i], b = H[q * width + i], v = V[i][p], w = V[i][q];
    H[p * width + i] = c * a - s * b;
    H[q * width + i] = s * a + c * b;
    V[i][p] = c * v - s * w;
    V[i][q] = s * v + c * w;
  }
}

/* Raise eigenvalues of the n by n matrix H to FLOOR times the largest; a matrix without smaller ones stays as it is. */
static void convexify(int n, int width, real *H)
{
  real V[LARGEST][LARGEST], work[LARGEST][LARGEST], least = 0, off = 1, size = 0;
  int sweep, i, j, l, low = 0;
  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++) {
      work[i][j] = H[i * width + j];
      size = larger(size, size_of(work[i][j]));
      V[i][j] = i == j;
    }
  for (sweep = 0; sweep < 30 && off > ROUNDING * size; sweep++) {
    off = 0;
    for (i = 0; i < n; i++)
      for (j = i + 1; j < n; j++)
        if (size_of(work[i][j]) > REAL(1e-3) * ROUNDING * size) {
          off = larger(off, size_of(work[i][j]));
          rotate(n, LARGEST, i, j, work[0], V);
        }
  }
  for (i = 0; i < n; i++)
    least = larger(least, size_of(work[i][i]));
  least = FLOOR * larger(least, REAL(1e-12));
  for (l = 0; l < n; l++)
    low += work[l][l] < least;
  if (low == 0)
    return;
  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++) {
      real sum = 0;
      for (l = 0; l < n; l++)
        sum += V[i][l] * larger(work[l][l], least) * V[j][l];
      H[i * width + j] = sum;
    }
}

#endif
