/** Says which text of people (reasons, names, titles) is fit to be shown to others. */

/** The longest reason, name or message, in UTF-16 units. */
export const TEXT_LENGTH_MAX = 500;

// Lone surrogates, control characters, breaks of a line, the marks that turn the direction of what follows, and what shows nothing at
// all: they can make one text pass for another. The two joiners stay: scripts and signs are written with them.
const UNFIT =
  /[\p{Surrogate}\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** True for one line of 1 to `lengthMax` visible characters. */
export function isPlainText(value: unknown, lengthMax = TEXT_LENGTH_MAX): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && !UNFIT.test(value);
}
