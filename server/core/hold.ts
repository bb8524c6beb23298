/**
 * The whole sale held, and gone on with: times move by the length of the hold and a grace (RULES.md §4).
 *
 * Sources: eBay gave time back after its outages of 1999; fluenta.eu suspends a sale in its last valid state.
 */
import { AT_MS_MAX } from '../../protocol/sale-schema.ts';
import { rescheduleAll } from './calendar.ts';
import { isClosed, type SaleState } from './state.ts';

/** Holds the sale from `at` on: nothing is due until it is resumed. */
export function hold(state: SaleState, reason: string, at: number): void {
  state.held = { reason, at };
}

/** Resumes at `at`: closes and openings to come, the hard end and an open Dutch clock move on. */
export function resume(state: SaleState, graceMs: number, at: number): void {
  const shiftMs = at - (state.held?.at ?? at) + graceMs;
  state.held = null;
  if (state.hardEndAt !== null) state.hardEndAt = later(state.hardEndAt, shiftMs);
  for (const lot of state.lots.values()) {
    if (isClosed(lot)) continue;
    if (lot.closesAt !== null) lot.closesAt = later(lot.closesAt, shiftMs);
    if (lot.opensAt !== null && lot.status === 'upcoming') lot.opensAt = later(lot.opensAt, shiftMs);
    if (lot.openedAt !== null && lot.status === 'open') lot.openedAt = later(lot.openedAt, shiftMs);
  }
  rescheduleAll(state);
}

function later(atMs: number, shiftMs: number): number {
  return Math.min(AT_MS_MAX, atMs + shiftMs);
}
