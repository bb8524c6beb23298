/** Money is an integer of minor units; this file owns the brand and its bounds, and knows no currency's format. */

declare const minorBrand: unique symbol;

/** An amount in minor units (cents, pence): a safe integer, `0 <= amount <= 2^53 - 1`. */
export type Minor = number & { readonly [minorBrand]: true };

/** The largest amount that any message may carry, 2^53 - 1 minor units. */
export const AMOUNT_MINOR_MAX = Number.MAX_SAFE_INTEGER;

/** True when `value` is a whole, non-negative, safe number of minor units; a float, a string or `NaN` is not. */
export function isMinor(value: unknown): value is Minor {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

/** Brands a number that has been checked. Throws a `RangeError` for anything that `isMinor` refuses: that is a bug of the caller. */
export function minor(value: number): Minor {
  if (!isMinor(value)) throw new RangeError(`not an amount in minor units: ${value}`);
  return value;
}
