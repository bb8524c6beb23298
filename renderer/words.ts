/** Amounts and reasons in words. Knows no view: the live regions, notifications and screens say the same. */
import type { BidReply } from '../protocol/wire.ts';

type Reason = NonNullable<BidReply['reason']>;

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${currency}${whole}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  });
  formats.set(key, format);
  return format;
}

const digits = new Map<string, number>();

/** How many decimals the currency has: 2 for EUR, 0 for JPY. Kept, since it is asked for with every amount that is drawn. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found = formatOf(currency, false).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** `$12,500` or `$12,500.50`: decimals only where there are some. Formats a decimal string, never a float. */
export function amountWords(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.trunc(minor)).padStart(digits + 1, '0');
  const whole = digits === 0 ? text : text.slice(0, -digits);
  const part = digits === 0 ? '' : text.slice(-digits);
  const isWhole = /^0*$/.test(part);
  // `format` takes a decimal string exactly (Chrome 106 and later), which the type of this library version does not say.
  return formatOf(currency, isWhole).format((isWhole ? whole : `${whole}.${part}`) as unknown as bigint);
}

/** What a hand typed, in minor units: `1500`, `1,500.50`, `1.5k`, `2m`; null when it is not an amount of this currency. */
export function amountTyped(text: string, currency: string): number | null {
  const match = /^\s*\p{Sc}?\s*([0-9][0-9, ']*|)(?:\.([0-9]+))?\s*([km])?\s*$/iu.exec(text);
  if (match === null) return null;
  const whole = (match[1] ?? '').replace(/[, ']/g, '');
  const part = match[2] ?? '';
  if (whole === '' && part === '') return null;
  const digits = digitsOf(currency) + ({ k: 3, m: 6 }[(match[3] ?? '').toLowerCase()] ?? 0);
  if (part.replace(/0+$/, '').length > digits) return null;
  const minor = Number(whole + part.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

const REASONS: Readonly<Record<Reason, string>> = {
  malformed: 'The house could not read it. Reload the desk, then try again.',
  'unknown-lot': 'The house does not know this lot.',
  'not-registered': 'You are not registered in this sale. Speak to the house.',
  suspended: 'You are suspended in this sale. Speak to the house.',
  held: 'The sale is held. Wait until the house goes on.',
  'not-open': 'The lot is not open yet.',
  closed: 'The lot was closed when the bid arrived.',
  'already-leading': 'You lead already. Raise your maximum instead.',
  'max-not-raised': 'Your maximum is already as high as this.',
  'below-ask': 'The price had moved on. The new ask is shown.',
  'off-ladder': 'The amount is not a step of this sale.',
  tie: 'Somebody had bid the same before.',
  'house-at-reserve': 'The house may not bid at its reserve.',
  'over-limit': 'It would go over your limit. Ask the house to raise it.',
  unauthorised: 'This desk may not do that. Sign in again.',
  'rate-limited': 'Too many bids in a short time. Wait a moment.',
  overloaded: 'The house has too much to do. Try again.',
  'journal-unavailable': 'The house cannot write its log now, so it takes no bids.',
  'unknown-bidder': 'The house does not know this bidder.',
  'unknown-bid': 'The house does not know this bid.',
  'another-lot-open': 'Another lot is open.',
  'wrong-state': 'The lot does not stand so that this can be done.',
  'no-bid': 'There is no bid.',
  'reserve-not-met': 'The reserve is not met.',
  'below-price': 'It is not above the price.',
  'max-not-lowered': 'It is not below your maximum.',
};

export function reasonWords(reason: string | undefined): string {
  if (reason === undefined) return 'The house gave no reason.';
  return (REASONS as Readonly<Record<string, string>>)[reason] ?? reason;
}
