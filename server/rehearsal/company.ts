/** The simulated bidders of a rehearsal: the demonstration's people, with a taste and a purse for whatever sale it is. Chance and time are arguments. */
import type { Event } from '../../protocol/event.ts';
import type { Sale } from '../../protocol/sale.ts';
import type { PublicLot, Tick } from '../../protocol/wire.ts';
import { appraise, intend } from '../demo/habits.ts';
import { SIMULATED, type SimulatedBidder } from '../demo/people.ts';
import type { Random } from '../sim/random.ts';

export type Press = {
  readonly lot: string;
  readonly bidder: string;
  readonly kind: 'bid' | 'max';
  readonly amountMinor: number;
};

export type Member = { readonly id: string; readonly paddle: string; readonly limitMinor: number | null };

export type Company = {
  readonly bidders: readonly Member[];
  /** A lot is looked at more closely for so long before it closes. */
  readonly lastCallMs: number;
  /** Everybody who has no plan for this lot yet sees it and makes up his mind. */
  look(lot: PublicLot, tick: Tick, nowMs: number): void;
  /** Who presses by now. Each has looked again, since much may have happened while he thought. */
  due(nowMs: number): readonly Press[];
  heard(press: Press, events: readonly Event[]): void;
  /** The next press that is planned; null: nobody plans one. */
  wakesAt(): number | null;
};

type Plan = { readonly at: number; readonly lot: PublicLot; readonly who: SimulatedBidder };

/** Above what the busiest of the habits calls the last minute. */
const LAST_CALL_MS = 90_000;
/** What everybody together may spend, as a share of the middle estimates: limits then bite now and then. */
const PURSE_SHARE = 1.6;

export function seat(sale: Sale, lots: readonly PublicLot[], random: Random): Company {
  const chance = random.next;
  const people = invite(sale, lots, random);
  const worth = new Map(people.map((who) => [who.id, new Map<string, number>()]));
  for (const who of people)
    for (const lot of lots) worth.get(who.id)?.set(lot.lotId, appraise(who.habit, priced(lot), chance));
  const left = new Set<string>();
  const plans = new Map<string, Plan>();
  const seen = new Map<string, Tick>();

  const intention = (who: SimulatedBidder, lot: PublicLot, tick: Tick, nowMs: number) =>
    intend(
      who.habit,
      {
        lot: priced(lot),
        tick,
        paddle: who.paddle ?? who.id,
        worthMinor: worth.get(who.id)?.get(lot.lotId) ?? 0,
        hasLeft: left.has(`${who.id} ${lot.lotId}`),
        nowMs,
        openedAt: lot.format === 'dutch' && tick.status === 'open' ? (tick.openedAt ?? tick.at) : null,
      },
      chance,
    );

  return {
    bidders: people.map(({ id, paddle, limitMinor }) => ({ id, paddle: paddle ?? id, limitMinor })),
    lastCallMs: LAST_CALL_MS,
    look(lot, tick, nowMs) {
      seen.set(lot.lotId, tick);
      for (const who of people) {
        const key = `${who.id} ${lot.lotId}`;
        if (plans.has(key)) continue;
        const intent = intention(who, lot, tick, nowMs);
        if (intent !== null) plans.set(key, { at: nowMs + Math.max(1, Math.round(intent.afterMs)), lot, who });
      }
    },
    due(nowMs) {
      const ripe = [...plans].filter(([, plan]) => plan.at <= nowMs).sort(([, a], [, b]) => a.at - b.at);
      const presses: Press[] = [];
      const pressed = new Set<string>();
      for (const [key, { lot, who }] of ripe) {
        // One press a lot and moment: the next one has not seen yet what this one did.
        if (pressed.has(lot.lotId)) continue;
        plans.delete(key);
        const tick = seen.get(lot.lotId);
        const intent = tick === undefined ? null : intention(who, lot, tick, nowMs);
        if (intent === null) continue;
        pressed.add(lot.lotId);
        presses.push({ lot: lot.lotId, bidder: who.id, kind: intent.kind, amountMinor: intent.amountMinor });
      }
      return presses;
    },
    heard(press, events) {
      const accepted = events.some((event) => event.type === 'BidAccepted' && event.bidder === press.bidder);
      const isSealed = lots.some((lot) => lot.lotId === press.lot && lot.format === 'sealed');
      if (accepted && (press.kind === 'max' || isSealed)) left.add(`${press.bidder} ${press.lot}`);
      // He would only be refused again: he lets the lot go.
      const isHopeless = events.some((event) => event.type === 'BidRejected' && event.reason === 'over-limit');
      if (isHopeless) worth.get(press.bidder)?.set(press.lot, 0);
    },
    wakesAt() {
      let at: number | null = null;
      for (const plan of plans.values()) if (at === null || plan.at < at) at = plan.at;
      return at;
    },
  };
}

/** Their taste is for the sections of this sale, and their purse as large as it is worth. */
function invite(sale: Sale, lots: readonly PublicLot[], random: Random): readonly SimulatedBidder[] {
  const sections = new Set(lots.map(({ section }) => section ?? ''));
  const middle = (lot: PublicLot) => {
    const [low, high] = priced(lot).estimateMinor ?? [0, 0];
    return (low + high) / 2;
  };
  const total = lots.reduce((sum, lot) => sum + middle(lot), 0);
  const purses = SIMULATED.reduce((sum, { limitMinor }) => sum + (limitMinor ?? 0), 0);
  return SIMULATED.map((who) => ({
    ...who,
    limitMinor: limitOf(sale, who.limitMinor, (total * PURSE_SHARE) / purses),
    habit: {
      ...who.habit,
      taste: Object.fromEntries([...sections].map((section) => [section, 0.3 + random.next() * 0.6])),
    },
  }));
}

function limitOf(sale: Sale, limitMinor: number | null, scale: number): number | null {
  if (sale.policies.limit === 'none' || limitMinor === null) return null;
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.round(limitMinor * scale)));
}

/** What is not estimated is guessed from what is said of it. */
function priced(lot: PublicLot): PublicLot {
  if (lot.estimateMinor !== undefined && lot.estimateMinor !== null) return lot;
  const from = lot.floorMinor ?? lot.openingMinor ?? 0;
  return { ...lot, estimateMinor: [from, lot.startMinor ?? from * 2] };
}
