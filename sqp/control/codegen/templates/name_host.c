/* ${name}: what a program that loads the controller at run time needs; not part of an embedded build. */
#define _POSIX_C_SOURCE 199309L
#include "${p}.h"
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

size_t ${p}_host_bytes(void);
${p}_real ${p}_host_clock(void);
void ${p}_host_deadline(${p}_controller *c, double seconds);
void ${p}_host_parameters(${p}_controller *c, const ${p}_real *p, const ${p}_real *s);
void ${p}_host_statistics(const ${p}_controller *c, int *counts, ${p}_real *values);

size_t ${p}_host_bytes(void) { return sizeof(${p}_controller); }

${p}_real ${p}_host_clock(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (${p}_real)((double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
}

void ${p}_host_deadline(${p}_controller *c, double seconds)
{
  ${p}_set_deadline(c, seconds < 0 ? (${p}_clock)0 : ${p}_host_clock, (${p}_real)seconds);
}

/* Those of all stages, (N + 1) rows, and the shared ones. */
void ${p}_host_parameters(${p}_controller *c, const ${p}_real *p, const ${p}_real *s)
{
  int k;
  for (k = 0; k <= ${P}_N; k++)
    (void)${p}_set_parameters(c, k, p + k * ${P}_NP);
  (void)${p}_set_shared_parameters(c, s);
}

void ${p}_host_statistics(const ${p}_controller *c, int *counts, ${p}_real *values)
{
  counts[0] = (int)c->statistics.status;
  counts[1] = c->statistics.iterations;
  counts[2] = c->statistics.qp_iterations;
  counts[3] = c->statistics.factored;
  values[0] = c->statistics.step;
  values[1] = c->statistics.defect;
  values[2] = c->statistics.objective;
}

#ifdef __cplusplus
}
#endif
