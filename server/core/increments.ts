/**
 * The table of steps: what the next bid is, and which amounts lie on the ladder (RULES.md §1). Knows no lot and no bidder.
 *
 * Sources: published tables of eBay, GunBroker and auction.fr (lower bound inclusive), MaxSold and North Bay (upper bound
 * inclusive), and the saleroom's 2-5-8 ladder (theauctioncollective.com/editorial/bidding-increments).
 */
import { AMOUNT_MINOR_MAX } from '../../protocol/money.ts';
import type { Increments } from '../../protocol/sale.ts';

/** The least price above `priceMinor`; beyond `AMOUNT_MINOR_MAX` when no larger amount of money exists (a comparison still holds). */
export function above(increments: Increments, priceMinor: number): number {
  if (increments.kind === 'steps') return priceMinor + stepAt(increments, priceMinor);
  const unitMinor = increments.minorPerUnit ?? 100;
  const floored = ladderFloor(priceMinor, unitMinor);
  return floored < FIRST_UNITS * unitMinor ? FIRST_UNITS * unitMinor : floored + ladderGap(floored, unitMinor);
}

/** The next price to ask, in minor units; null where money has no larger amount. */
export function askAbove(increments: Increments, priceMinor: number): number | null {
  const next = above(increments, priceMinor);
  return next > AMOUNT_MINOR_MAX ? null : next;
}

/** True when the amount is a value of the ladder: a multiple of the step of its own row. */
export function isOnLadder(increments: Increments, amountMinor: number): boolean {
  if (increments.kind === 'steps') return amountMinor % stepAt(increments, amountMinor) === 0;
  return amountMinor > 0 && ladderFloor(amountMinor, increments.minorPerUnit ?? 100) === amountMinor;
}

/** The greatest value of the ladder that is not above the amount; 0 where there is none. */
export function takenDown(increments: Increments, amountMinor: number): number {
  if (increments.kind === 'ladder258') return ladderFloor(amountMinor, increments.minorPerUnit ?? 100);
  let value = amountMinor;
  for (;;) {
    const row = rowAt(increments, value);
    const step = increments.rows[row]?.[1] ?? 1;
    const floored = value - (value % step);
    if (rowAt(increments, floored) === row) return floored;
    // It fell out of its own row: nothing there is at or below it, so the row underneath is asked from its top.
    const from = increments.rows[row]?.[0] ?? 0;
    value = increments.bound === 'low' ? from - 1 : from;
  }
}

/** The step for a price, in minor units, always above zero. */
export function stepAt(increments: Increments & { kind: 'steps' }, priceMinor: number): number {
  return increments.rows[rowAt(increments, priceMinor)]?.[1] ?? 1;
}

function rowAt(increments: Increments & { kind: 'steps' }, priceMinor: number): number {
  const { rows, bound } = increments;
  for (let i = rows.length - 1; i > 0; i -= 1) {
    const row = rows[i];
    if (row !== undefined && (bound === 'low' ? row[0] <= priceMinor : row[0] < priceMinor)) return i;
  }
  return 0;
}

const FIRST_UNITS = 10;

/** The greatest ladder value at or below the amount, 0 below the first. */
function ladderFloor(amountMinor: number, unitMinor: number): number {
  if (amountMinor < FIRST_UNITS * unitMinor) return 0;
  const decade = decadeOf(amountMinor, unitMinor);
  const tenth = decade / 10;
  const lead = Math.floor(amountMinor / decade);
  const base = lead * decade;
  const rest = amountMinor - base;
  if (decade === FIRST_UNITS * unitMinor) return base;
  if (lead < 2) return base + rest - (rest % tenth);
  if (lead >= 5) return base + (rest >= 5 * tenth ? 5 * tenth : 0);
  return base + (rest >= 8 * tenth ? 8 : rest >= 5 * tenth ? 5 : rest >= 2 * tenth ? 2 : 0) * tenth;
}

/** The way from a ladder value to the next one. */
function ladderGap(valueMinor: number, unitMinor: number): number {
  const decade = decadeOf(valueMinor, unitMinor);
  if (decade === FIRST_UNITS * unitMinor) return decade;
  const tenth = decade / 10;
  const lead = Math.floor(valueMinor / decade);
  if (lead < 2) return tenth;
  if (lead >= 5) return 5 * tenth;
  const tenths = Math.round((valueMinor - lead * decade) / tenth);
  return (tenths === 0 ? 2 : tenths === 8 ? 2 : 3) * tenth;
}

/** The greatest 10^k whole units (k >= 1) that is not above the amount. */
function decadeOf(amountMinor: number, unitMinor: number): number {
  let decade = FIRST_UNITS * unitMinor;
  while (decade * 10 <= amountMinor) decade *= 10;
  return decade;
}
