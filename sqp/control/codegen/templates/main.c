/* ${name}: an example. The controller drives its own model from the initial state. */
#include "${p}.h"
#include "${p}_model.h"
#include <stdio.h>
#include <string.h>

#define STEPS 50

static ${p}_controller controller; /* too large for many stacks */

int main(void)
{
  ${p}_real x[${P}_NX], next[${P}_NX], u[${P}_NU];
  ${p}_status status;
  int step, i;

  ${p}_init(&controller);
  memcpy(x, controller.x0, sizeof(x));
  status = ${p}_solve(&controller, x, u); /* once, without hurry */
  printf("start: %s after %d iterations\n", ${p}_describe(status), controller.statistics.iterations);

  for (step = 0; step < STEPS; step++) {
    status = ${p}_feedback(&controller, x, u);
    printf("%3d  %s  x =", step, status == ${P}_OK ? "ok" : ${p}_describe(status));
    for (i = 0; i < ${P}_NX; i++)
      printf(" %9.4f", (double)x[i]);
    printf("  u =");
    for (i = 0; i < ${P}_NU; i++)
      printf(" %9.4f", (double)u[i]);
    printf("\n");
    ${p}_model_next(x, u, controller.p[0], controller.s, next);
    memcpy(x, next, sizeof(x));
    ${p}_shift(&controller);
    ${p}_prepare(&controller);
  }
  return 0;
}
