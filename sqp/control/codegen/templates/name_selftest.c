/* ${name}: repeats a closed loop that Python has computed, and compares every control and state of the plan. */
#include "${p}.h"
#include "${p}_vectors.h"
#include <stdio.h>
#include <string.h>

static ${p}_controller controller; /* too large for many stacks */

static double error_of(const ${p}_real *found, const ${p}_real *expected, int count)
{
  double error = 0;
  int i;
  for (i = 0; i < count; i++) {
    const double distance = (double)found[i] - (double)expected[i];
    const double size = 1 + (expected[i] < 0 ? -(double)expected[i] : (double)expected[i]);
    if (!(distance < error * size && -distance < error * size))
      error = (distance < 0 ? -distance : distance) / size;
    if (error - error != 0)
      return error;
  }
  return error;
}

int main(void)
{
  static ${p}_real x[${P}_N + 1][${P}_NX], u[${P}_N][${P}_NU];
  ${p}_real control[${P}_NU];
  double worst = 0;
  int step;
  ${p}_init(&controller);
  ${p}_set_plan(&controller, start_x[0], start_u[0]);
  for (step = 0; step < VECTORS; step++) {
    double errors[3];
    int i;
    ${p}_prepare(&controller);
    ${p}_feedback(&controller, measured[step], control);
    ${p}_get_plan(&controller, x[0], u[0]);
    errors[0] = error_of(control, expected_control[step], ${P}_NU);
    errors[1] = error_of(x[${P}_N], expected_end[step], ${P}_NX);
    errors[2] = controller.statistics.status == (${p}_status)expected_status[step] ? 0 : 1;
    for (i = 0; i < 3; i++)
      if (!(errors[i] <= worst))
        worst = errors[i];
    if (!(worst <= TOLERANCE)) {
      printf("step %d: differs by %g (%s)\n", step, worst, ${p}_describe(controller.statistics.status));
      return 1;
    }
    ${p}_shift(&controller);
  }
  printf("%d steps agree within %g; largest difference %g\n", VECTORS, TOLERANCE, worst);
  return 0;
}
