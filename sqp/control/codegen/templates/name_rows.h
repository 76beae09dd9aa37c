/* Rows lower <= value <= upper of the augmented Lagrangian; a soft one may be left by s at w1 s + 1/2 w2 s^2.
 *
 * The price of a row is the multiplier that it would have next; it is piecewise linear in the value:
 * t = y + penalty (value - limit) while |t| <= w1, and beyond it w1 + w2 s with s = (|t| - w1) / (w2 + penalty).
 */
#ifndef ${P}_ROWS_H
#define ${P}_ROWS_H

static real row_price(const row_t *row, real value, real y, real penalty, signed char *side)
{
  const real above = y + penalty * (value - row->upper);
  const real below = y + penalty * (value - row->lower);
  const real t = above > 0 ? above : below < 0 ? below : 0;
  const int sign = t > 0 ? 1 : -1;
  if (!(size_of(t) > 0)) {
    *side = 0;
    return 0;
  }
  if (size_of(t) <= row->linear) {
    *side = (signed char)sign;
    return t;
  }
  *side = (signed char)(2 * sign);
  return REAL(sign) * (row->linear + row->quadratic * (size_of(t) - row->linear) / (row->quadratic + penalty));
}

/* By how much a row is left: known from its price, since t = price + penalty s. */
static real row_slack(const row_t *row, real value, real price, real y, real penalty, signed char side)
{
  const real limit = side > 0 ? row->upper : row->lower;
  if (side != 2 && side != -2)
    return 0;
  return larger(REAL(0), (size_of(y + penalty * (value - limit)) - size_of(price)) / penalty);
}

static real row_cost(const row_t *row, real value, real price, real y, real penalty, signed char side)
{
  const real s = row_slack(row, value, price, y, penalty, side);
  if (side == 0)
    return 0;
  return (s > 0 ? s * (row->linear + REAL(0.5) * row->quadratic * s) : 0) + REAL(0.5) * price * price / penalty;
}

/* price = slope * value + offset on a side. */
static real row_slope(const row_t *row, real penalty, signed char side)
{
  if (side == 0)
    return 0;
  return side == 1 || side == -1 ? penalty : penalty * row->quadratic / (row->quadratic + penalty);
}

static real row_offset(const row_t *row, real y, real penalty, signed char side)
{
  const real t = y - penalty * (side > 0 ? row->upper : row->lower);
  const real share = row->quadratic / (row->quadratic + penalty);
  if (side == 0)
    return 0;
  if (side == 1 || side == -1)
    return t;
  return share * t + (side > 0 ? 1 : -1) * row->linear * (1 - share);
}

#endif
