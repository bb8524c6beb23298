/** What a simulated bidder does about one lot, given what he sees. Pure: chance and the time are arguments. */
import type { PublicLot, Tick } from '../../protocol/wire.ts';
import type { Habit } from './people.ts';

export type Intent = {
  readonly kind: 'bid' | 'max';
  readonly amountMinor: number;
  /** How long he looks before he presses; he then looks again. */
  readonly afterMs: number;
};

export type Look = {
  readonly lot: PublicLot;
  readonly tick: Tick;
  readonly paddle: string;
  /** What the lot is worth to him, in minor units; 0: he does not want it. */
  readonly worthMinor: number;
  /** Whether he has already left an amount for it (a maximum, a sealed bid). */
  readonly hasLeft: boolean;
  readonly nowMs: number;
  /** When a Dutch lot was opened; null otherwise. */
  readonly openedAt: number | null;
};

type Chance = () => number;

/** The last stretch of a timed lot, in which a sniper lives and everybody hurries. */
const LAST_MS = 28_000;
const BUSY_MS = 75_000;

/** What a lot is worth to this bidder: drawn once a lot. */
export function appraise(habit: Habit, lot: PublicLot, chance: Chance): number {
  if (chance() > (habit.taste[lot.section ?? ''] ?? 0)) return 0;
  const [low, high] = lot.estimateMinor ?? [lot.openingMinor ?? 0, (lot.openingMinor ?? 0) * 2];
  const share = habit.worth[0] + chance() * (habit.worth[1] - habit.worth[0]);
  return roundDown(((low + high) / 2) * share);
}

export function intend(habit: Habit, look: Look, chance: Chance): Intent | null {
  const { lot, tick, worthMinor } = look;
  if (worthMinor === 0 || tick.leader === look.paddle) return null;
  const soon = between(habit.reactMs, chance);
  if (lot.format === 'sealed') return sealed(look, soon, chance);
  if (lot.format === 'dutch') return dutch(look, soon);
  if (habit.style === 'absentee' && !look.hasLeft) return absentee(look, soon);
  if ((tick.status !== 'open' && tick.status !== 'warned') || tick.askMinor === null) return null;
  if (tick.askMinor > worthMinor) return null;
  if (lot.format === 'timed') return timed(habit, look, tick.askMinor, soon, chance);
  return live(habit, look, tick.askMinor, soon, chance);
}

/** The price of a Dutch lot's clock, which every desk can compute. Null before it opens. */
export function dutchPrice(lot: PublicLot, openedAt: number | null, nowMs: number): number | null {
  const { startMinor, floorMinor, dropMinor, everyMs } = lot;
  if (openedAt === null || startMinor === undefined || floorMinor === undefined) return null;
  if (dropMinor === undefined || everyMs === undefined) return null;
  const price = startMinor - dropMinor * Math.floor(Math.max(0, nowMs - openedAt) / everyMs);
  return price < floorMinor ? null : price;
}

function live(habit: Habit, look: Look, askMinor: number, soon: number, chance: Chance): Intent | null {
  if (habit.style === 'late' && look.tick.status !== 'warned') return null;
  if (habit.style === 'sniper' && look.tick.bids < 3) return null;
  // A dealer opens the bidding and leaves it to others when it has found its feet.
  const afterMs = look.tick.bids === 0 && habit.style !== 'opener' ? soon + 2500 : soon;
  return { kind: 'bid', amountMinor: jump(habit, look, askMinor, chance), afterMs };
}

function timed(habit: Habit, look: Look, askMinor: number, soon: number, chance: Chance): Intent | null {
  const leftMs = (look.tick.closesAt ?? 0) - look.nowMs;
  if (habit.style === 'sniper' && leftMs > LAST_MS) return null;
  if (leftMs <= LAST_MS) return { kind: 'bid', amountMinor: askMinor, afterMs: soon * 0.7 };
  // Most of a timed lot's life is quiet: somebody looks in now and then.
  const patience = leftMs > BUSY_MS ? 9 : 3;
  return { kind: 'bid', amountMinor: jump(habit, look, askMinor, chance), afterMs: soon * patience };
}

function absentee(look: Look, soon: number): Intent | null {
  const { tick, lot, worthMinor } = look;
  if (tick.status !== 'upcoming' && tick.status !== 'open') return null;
  if (worthMinor < (tick.askMinor ?? lot.openingMinor ?? 0)) return null;
  return { kind: 'max', amountMinor: worthMinor, afterMs: soon };
}

function sealed(look: Look, soon: number, chance: Chance): Intent | null {
  if (look.hasLeft || look.tick.status !== 'open' || look.worthMinor < (look.lot.openingMinor ?? 0)) return null;
  const leftMs = (look.tick.closesAt ?? 0) - look.nowMs;
  return { kind: 'bid', amountMinor: look.worthMinor, afterMs: Math.min(soon * (4 + chance() * 60), leftMs / 2) };
}

function dutch(look: Look, soon: number): Intent | null {
  const price = dutchPrice(look.lot, look.openedAt, look.nowMs);
  if (price === null || look.tick.status !== 'open' || price > look.worthMinor) return null;
  return { kind: 'bid', amountMinor: price, afterMs: Math.min(soon, 900) };
}

/** Now and then a jumper goes straight to the low estimate, to be done with the small change. */
function jump(habit: Habit, look: Look, askMinor: number, chance: Chance): number {
  const low = look.lot.estimateMinor?.[0];
  if (habit.style !== 'jumper' || low === undefined || chance() > 0.35) return askMinor;
  return askMinor < low * 0.75 && low <= look.worthMinor ? low : askMinor;
}

/** Two figures, as people think of money. */
function roundDown(amountMinor: number): number {
  if (amountMinor < 1) return 0;
  const grain = 10 ** Math.max(0, Math.floor(Math.log10(amountMinor)) - 1);
  return Math.floor(amountMinor / grain) * grain;
}

function between([low, high]: readonly [number, number], chance: Chance): number {
  return Math.round(low + chance() * (high - low));
}
