/** One simulated bidder at work: looks at the floor, makes up his mind, looks again and presses. His habits are elsewhere. */
import { randomUUID } from 'node:crypto';
import { subjects } from '../../protocol/subjects.ts';
import type { BidReply, PublicLot, SaleWord, Snapshot, Tick } from '../../protocol/wire.ts';
import { type Floor, openFloor } from './floor.ts';
import { appraise, type Intent, intend } from './habits.ts';
import type { SimulatedBidder } from './people.ts';
import type { Session } from './session.ts';

/** He looks round at everything this often, whether or not something moved. */
const LOOK_MS = 1500;

export type Working = { stop(): void };

/** `chance` gives numbers in [0, 1); a seeded one makes an evening repeatable as far as the clock allows. */
export async function work(
  session: Session,
  bidder: SimulatedBidder,
  sale: string,
  chance: () => number,
): Promise<Working> {
  const snapshot = (await session.ask(subjects.snapshot(sale, session.id), {})) as Snapshot;
  const floor = openFloor(snapshot);
  const paddle = snapshot.standing?.paddle ?? bidder.paddle ?? bidder.id;
  const worth = new Map(floor.lots.map((lot) => [lot.lotId, appraise(bidder.habit, lot, chance)]));
  const left = new Set<string>(Object.keys(snapshot.standing?.maxima ?? {}));
  const planned = new Map<string, NodeJS.Timeout>();

  const see = (lot: PublicLot): Intent | null => {
    const tick = floor.tick(lot.lotId);
    if (tick === undefined || floor.heldFor() !== null) return null;
    return intend(
      bidder.habit,
      {
        lot,
        tick,
        paddle,
        worthMinor: worth.get(lot.lotId) ?? 0,
        hasLeft: left.has(lot.lotId),
        nowMs: Date.now(),
        openedAt: lot.format === 'dutch' && tick.status === 'open' ? (tick.openedAt ?? tick.at) : null,
      },
      chance,
    );
  };
  const consider = (lot: PublicLot) => {
    if (planned.has(lot.lotId)) return;
    const intent = see(lot);
    if (intent === null) return;
    planned.set(
      lot.lotId,
      setTimeout(() => void press(lot), intent.afterMs),
    );
  };
  const press = async (lot: PublicLot) => {
    const intent = see(lot);
    if (intent !== null) await send(session, sale, lot, floor, intent, left, worth);
    planned.delete(lot.lotId);
    consider(lot);
  };

  session.listen(subjects.tick(sale, '*'), (message) => {
    const tick = message as Tick;
    const lot = floor.lots.find((one) => one.lotId === tick.lot);
    if (floor.take(tick) && lot !== undefined) consider(lot);
  });
  session.listen(subjects.sale(sale), (message) => floor.hear(message as SaleWord));
  const looking = setInterval(() => floor.lots.forEach(consider), LOOK_MS);
  return {
    stop() {
      clearInterval(looking);
      for (const timer of planned.values()) clearTimeout(timer);
    },
  };
}

async function send(
  session: Session,
  sale: string,
  lot: PublicLot,
  floor: Floor,
  intent: Intent,
  left: Set<string>,
  worth: Map<string, number>,
): Promise<void> {
  const request = {
    id: randomUUID(),
    lot: lot.lotId,
    kind: intent.kind,
    amountMinor: intent.amountMinor,
    basedOnRev: floor.tick(lot.lotId)?.rev ?? 0,
    sentAt: Date.now(),
  };
  try {
    const reply = (await session.ask(subjects.bid(sale, session.id), request)) as BidReply;
    if (reply.outcome === 'accepted' && (intent.kind === 'max' || lot.format === 'sealed')) left.add(lot.lotId);
    // Nothing that he does would change these: he lets the lot go.
    if (reply.reason === 'over-limit' || reply.reason === 'suspended' || reply.reason === 'not-registered')
      worth.set(lot.lotId, 0);
  } catch {
    // No answer in time: he looks again, as anybody would, and a bid that counted will show.
  }
}
