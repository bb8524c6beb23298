/** What is due next: a heap of lots by time, closings before openings, then lot numbers (RULES.md §4). Decides nothing. */
import type { LotState, SaleState } from './state.ts';

/** The moment at which something is due, in milliseconds; null when nothing is, or while the sale is held. */
export function nextDueAt(state: SaleState): number | null {
  const first = state.calendar[0];
  return first === undefined || state.held !== null ? null : first.dueAt;
}

/** The lot that is due by `at`, if any. */
export function dueBy(state: SaleState, at: number): LotState | null {
  const first = state.calendar[0];
  return first === undefined || state.held !== null || first.dueAt > at ? null : first;
}

/** Enters a lot again after its status or its times changed. */
export function reschedule(state: SaleState, lot: LotState): void {
  const dueAt = dueAtOf(lot);
  const heap = state.calendar;
  if (dueAt === lot.dueAt && lot.slot >= 0) return;
  lot.dueAt = dueAt;
  if (dueAt === Number.POSITIVE_INFINITY) {
    if (lot.slot >= 0) remove(heap, lot);
    return;
  }
  if (lot.slot < 0) {
    lot.slot = heap.length;
    heap.push(lot);
  }
  sink(heap, lot.slot);
  rise(heap, lot.slot);
}

/** Enters every lot again: after a hold moved them all. */
export function rescheduleAll(state: SaleState): void {
  for (const lot of state.lots.values()) reschedule(state, lot);
}

/** When a Dutch clock would go below its floor, in milliseconds. */
export function dutchEndAt(lot: LotState): number {
  const { lot: terms, openedAt } = lot;
  if (terms.format !== 'dutch' || openedAt === null) return Number.POSITIVE_INFINITY;
  const drops = Math.floor((terms.startMinor - terms.floorMinor) / terms.dropMinor) + 1;
  return openedAt + drops * terms.everyMs;
}

function dueAtOf(lot: LotState): number {
  if (lot.lot.format === 'dutch') return lot.status === 'open' ? dutchEndAt(lot) : Number.POSITIVE_INFINITY;
  if (lot.status === 'upcoming') return lot.opensAt ?? Number.POSITIVE_INFINITY;
  return lot.status === 'open' ? (lot.closesAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function isBefore(a: LotState, b: LotState): boolean {
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt;
  const aOpens = a.status === 'upcoming';
  if (aOpens !== (b.status === 'upcoming')) return !aOpens;
  return a.lot.number !== b.lot.number ? a.lot.number < b.lot.number : a.index < b.index;
}

function remove(heap: LotState[], lot: LotState): void {
  const slot = lot.slot;
  const last = heap.pop();
  lot.slot = -1;
  if (last === undefined || last === lot) return;
  heap[slot] = last;
  last.slot = slot;
  sink(heap, slot);
  rise(heap, last.slot);
}

function rise(heap: LotState[], from: number): void {
  let slot = from;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    if (!swapIf(heap, slot, parent)) return;
    slot = parent;
  }
}

function sink(heap: LotState[], from: number): void {
  let slot = from;
  for (;;) {
    const left = 2 * slot + 1;
    const a = heap[left];
    if (a === undefined) return;
    const b = heap[left + 1];
    const child = b !== undefined && isBefore(b, a) ? left + 1 : left;
    if (!swapIf(heap, child, slot)) return;
    slot = child;
  }
}

/** Swaps when the lower one is due before the upper one. */
function swapIf(heap: LotState[], lower: number, upper: number): boolean {
  const a = heap[lower];
  const b = heap[upper];
  if (a === undefined || b === undefined || !isBefore(a, b)) return false;
  heap[upper] = a;
  heap[lower] = b;
  a.slot = upper;
  b.slot = lower;
  return true;
}
