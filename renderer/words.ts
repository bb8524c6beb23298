/** Amounts and reasons in words. Knows no view: the live regions, notifications and screens say the same. */
import { HOUSE_HOLDS } from '../protocol/command.ts';
import type { LotStatus } from '../protocol/sale.ts';
import type { BidReply } from '../protocol/wire.ts';

type Reason = NonNullable<BidReply['reason']>;

/** How `Intl` writes a currency around its figures. Asked once a currency: a hundred amounts a frame are written without it. */
type Manner = {
  readonly digits: number;
  readonly before: string;
  readonly after: string;
  readonly group: string;
  readonly point: string;
};

const manners = new Map<string, Manner>();

function mannerOf(currency: string): Manner {
  const known = manners.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const parts = format.formatToParts(1_000);
  const kinds = parts.map(({ type }) => type);
  const first = kinds.indexOf('integer');
  const last = Math.max(kinds.lastIndexOf('integer'), kinds.lastIndexOf('fraction'));
  const words = (from: number, to?: number) =>
    parts
      .slice(from, to)
      .map(({ value }) => value)
      .join('');
  const found = {
    digits: format.resolvedOptions().maximumFractionDigits ?? 2,
    before: words(0, first),
    after: words(last + 1),
    group: parts.find(({ type }) => type === 'group')?.value ?? ',',
    point: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
  };
  manners.set(currency, found);
  return found;
}

/** How many decimals the currency has: 2 for EUR, 0 for JPY. */
export function digitsOf(currency: string): number {
  return mannerOf(currency).digits;
}

/** `$12,500` or `$12,500.50`: decimals only where there are some. Of whole numbers only, never a float. */
export function amountWords(minor: number, currency: string): string {
  const { digits, before, after, group, point } = mannerOf(currency);
  const text = String(Math.abs(Math.trunc(minor))).padStart(digits + 1, '0');
  const end = text.length - digits;
  let words = text.slice(0, end % 3 || 3);
  for (let at = end % 3 || 3; at < end; at += 3) words += group + text.slice(at, at + 3);
  const part = text.slice(end);
  const sign = minor <= -1 ? '-' : '';
  return `${sign}${before}${words}${isNaught(part) ? '' : point + part}${after}`;
}

function isNaught(part: string): boolean {
  for (let at = 0; at < part.length; at += 1) if (part[at] !== '0') return false;
  return true;
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

const HOLDS: Readonly<Record<string, string>> = {
  [HOUSE_HOLDS.restarted]: 'The house started again',
  [HOUSE_HOLDS.busLost]: 'The house was out of reach when something fell due',
};

const OVERRIDES: Readonly<Record<string, string>> = {
  AskSet: 'ask set to',
  LotPassed: 'passed',
  LotWithdrawn: 'withdrawn',
  LotReopened: 'reopened',
  BidVoided: 'a bid voided',
};

/** How a lot stands, within a sentence. */
export function statusWords(status: LotStatus): string {
  return status === 'warned' ? 'fair warning' : status;
}

/** What a clerk did to a lot, to stand after its name and before an amount. */
export function overrideWords(what: string): string {
  return OVERRIDES[what] ?? what;
}

/** `30 s`, `2 min`. */
export function spanWords(ms: number): string {
  return ms >= 60_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

/** Why a sale is held, without a full stop: the house's own holds in words, a clerk's as he wrote it. */
export function holdWords(reason: string): string {
  return HOLDS[reason] ?? reason.replace(/[.!]$/, '');
}

export function reasonWords(reason: string | undefined): string {
  if (reason === undefined) return 'The house gave no reason.';
  return (REASONS as Readonly<Record<string, string>>)[reason] ?? reason;
}
