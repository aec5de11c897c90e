/* exp, log and power from basic operations, so that the last digit is the same on every machine
 * (the platform's differ between processors with and without fused multiply-add). Compiled with
 * contraction off. Relative error below 1e-14, tested against the platform's. */
#ifndef MODEL_MATH_H
#define MODEL_MATH_H

#include <stdint.h>

double math_log(double x);           /* natural; x > 0, finite; -INFINITY at 0; NaN below */
double math_exp(double x);           /* 0 below -745, INFINITY above 709.78 */
double math_pow(double x, double y); /* x >= 0; exp(y log x); 0 at x = 0, y > 0; 1 at y = 0 */

/* value x scale taken to 15 significant digits, rounded half away from zero at `decimals`, divided by
 * scale, in billionths: how spreadsheets round. value >= 0; scale > 0; decimals 0…9; 0 where value is not
 * finite. */
int64_t math_round_scaled(double value, double scale, int decimals);

#endif
