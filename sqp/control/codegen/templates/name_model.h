/* ${name}: the functions of one stage; z = [u; x], matrices by rows. */
#ifndef ${P}_MODEL_H
#define ${P}_MODEL_H

#include "${p}_dimensions.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Next state and F = d next / dz; gradient and Hessian of the cost; constraints and their Jacobian. Entries that are
 * zero in every stage are not written. */
void ${p}_model_stage(const ${p}_real *x, const ${p}_real *u, const ${p}_real *p, const ${p}_real *s, ${p}_real *next,
                      ${p}_real *F, ${p}_real *gradient, ${p}_real *H, ${p}_real *constraints, ${p}_real *G);
void ${p}_model_terminal(const ${p}_real *x, const ${p}_real *p, const ${p}_real *s, ${p}_real *gradient, ${p}_real *H,
                         ${p}_real *constraints, ${p}_real *G);
void ${p}_model_stage_values(const ${p}_real *x, const ${p}_real *u, const ${p}_real *p, const ${p}_real *s,
                             ${p}_real *next, ${p}_real *cost, ${p}_real *constraints);
void ${p}_model_terminal_values(const ${p}_real *x, const ${p}_real *p, const ${p}_real *s, ${p}_real *cost,
                                ${p}_real *constraints);
#if ${P}_EXACT
/* The Hessian of cost + y'constraints + a'next, by z. */
void ${p}_model_stage_hessian(const ${p}_real *x, const ${p}_real *u, const ${p}_real *p, const ${p}_real *s,
                              const ${p}_real *y, const ${p}_real *a, ${p}_real *H);
void ${p}_model_terminal_hessian(const ${p}_real *x, const ${p}_real *p, const ${p}_real *s, const ${p}_real *y,
                                 ${p}_real *H);
#endif
void ${p}_model_next(const ${p}_real *x, const ${p}_real *u, const ${p}_real *p, const ${p}_real *s, ${p}_real *next);

#ifdef __cplusplus
}
#endif

#endif
