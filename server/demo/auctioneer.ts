/** The simulated auctioneer at work. He gives way for good as soon as a human clerk acts. */
import type { UnstampedCommand } from '../../protocol/command.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { ClerkReply, SaleWord, Snapshot, Tick } from '../../protocol/wire.ts';
import { openFloor } from './floor.ts';
import { isClerksAct, isClerksWord, nextOrder } from './pace.ts';
import type { Session } from './session.ts';

const LOOK_MS = 500;

export type Rostrum = { stop(): void };

/** `gaveWay` is called once, when a human has taken the sale. */
export async function takeRostrum(session: Session, sale: string, gaveWay: () => void): Promise<Rostrum> {
  const floor = openFloor((await session.ask(subjects.snapshot(sale, session.id), {})) as Snapshot);
  const own = new Set<number>();
  let lastAt = performance.now();
  let ordering: Promise<void> | null = null;

  const order = async (command: UnstampedCommand) => {
    try {
      const reply = (await session.ask(subjects.clerk(sale, session.id), command)) as ClerkReply;
      if (reply.seq !== undefined) own.add(reply.seq);
    } catch {
      // The house or the bus is away: the next look will ask again.
    }
  };
  /** Ours is known by its number, which the reply brings; a tick may come before it. */
  const judge = async (seq: number) => {
    await ordering;
    if (own.delete(seq)) return;
    stop();
    gaveWay();
  };
  const look = () => {
    if (ordering !== null) return;
    const command = nextOrder(floor, performance.now() - lastAt);
    if (command === null) return;
    lastAt = performance.now();
    ordering = order(command).finally(() => {
      ordering = null;
    });
  };
  const looking = setInterval(look, LOOK_MS);
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearInterval(looking);
  };

  session.listen(subjects.tick(sale, '*'), (message) => {
    const tick = message as Tick;
    const before = floor.tick(tick.lot);
    if (!floor.take(tick)) return;
    const format = floor.lots.find((lot) => lot.lotId === tick.lot)?.format ?? 'live';
    if (format === 'live' || format === 'dutch') lastAt = performance.now();
    if (!stopped && isClerksAct(before, tick, format)) void judge(tick.seq);
  });
  session.listen(subjects.sale(sale), (message) => {
    const word = message as SaleWord;
    floor.hear(word);
    lastAt = performance.now();
    if (!stopped && isClerksWord(word) && 'seq' in word) void judge(word.seq);
  });
  return { stop };
}
