/** Says which text of people (reasons, names, titles) is fit to be shown to others. */

/** The longest reason, name or message, in UTF-16 units. */
export const TEXT_LENGTH_MAX = 500;

// Lone surrogates, control characters, and the marks that turn the direction of what follows: they can make one text pass for another.
const UNFIT = /[\p{Surrogate}\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** True for one line of 1 to `lengthMax` visible characters. */
export function isPlainText(value: unknown, lengthMax = TEXT_LENGTH_MAX): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && !UNFIT.test(value);
}
