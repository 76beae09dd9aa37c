/* ${name}: sizes fixed at generation. */
#ifndef ${P}_DIMENSIONS_H
#define ${P}_DIMENSIONS_H

#define ${P}_N ${stages}            /* stages */
#define ${P}_NX ${states}           /* states */
#define ${P}_NU ${controls}         /* controls */
#define ${P}_NP ${parameters}       /* parameters of a stage */
#define ${P}_NS ${shared}           /* parameters of the whole horizon */
#define ${P}_NC ${limits}           /* constraints of a stage: bounds of states, then path constraints */
#define ${P}_NG ${rows}             /* rows of the QP: these, then the bounds of the controls */
#define ${P}_NT ${terminal_rows}    /* constraints of the end of the horizon */
#define ${P}_CONDENSED ${condensed} /* 1: dense QP in the controls alone; 0: Riccati recursion */
#define ${P}_EXACT ${exact}         /* 1: exact Hessians, made convex; 0: Gauss-Newton */
#define ${P}_NZ (${P}_NU + ${P}_NX)

typedef ${real} ${p}_real;

#endif
