/** The simulated auctioneer at work. He gives way for good as soon as a human clerk acts. */
import type { UnstampedCommand } from '../../protocol/command.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { ClerkReply, SaleWord, Snapshot, Tick } from '../../protocol/wire.ts';
import { openFloor } from './floor.ts';
import { isClerksAct, isClerksWord, isEffectOf, nextOrder } from './pace.ts';
import type { Session } from './session.ts';

const LOOK_MS = 500;

export type Rostrum = { stop(): void };

/** `gaveWay` is called once, when a human has taken the sale. */
export async function takeRostrum(session: Session, sale: string, gaveWay: () => void): Promise<Rostrum> {
  const snapshot = async () => openFloor((await session.ask(subjects.snapshot(sale, session.id), {})) as Snapshot);
  let floor = await snapshot();
  /** Our last order, until it is refused or what it makes has been seen. */
  let mine: UnstampedCommand | null = null;
  let lastAt = performance.now();
  let ordering: Promise<void> | null = null;

  const order = async (command: UnstampedCommand) => {
    mine = command;
    const reply = await session.ask(subjects.clerk(sale, session.id), command).then(
      (answer) => answer as ClerkReply,
      // Lost: it may have been decided, so it stays ours.
      () => null,
    );
    if (reply?.outcome === 'accepted') return;
    if (reply !== null) mine = null;
    // The floor is not as we saw it; while the house or the bus is away, the next look asks again.
    floor = await snapshot().catch(() => floor);
  };
  /** What we ordered may be seen before the reply, so that is awaited. */
  const judge = async (seen: Tick | SaleWord) => {
    await ordering;
    if (stopped) return;
    if (mine !== null && isEffectOf(mine, seen)) {
      // A pass is seen twice, as a word and as a tick.
      if (mine.type !== 'Pass') mine = null;
      return;
    }
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
    if (!stopped && isClerksAct(before, tick, format)) void judge(tick);
  });
  session.listen(subjects.sale(sale), (message) => {
    const word = message as SaleWord;
    floor.hear(word);
    lastAt = performance.now();
    if (!stopped && isClerksWord(word)) void judge(word);
  });
  return { stop };
}
