import { expect, test } from 'vitest';
import type { DeskBridge } from '../../protocol/bridge.ts';
import type { Snapshot } from '../../protocol/wire.ts';
import type { FeedOrder, FeedWord, Pass } from '../feed/words.ts';
import { createDesk } from '../store.ts';

const bidOf = (id: string) => ({
  id,
  sale: 's1',
  request: { id, lot: 'l1', kind: 'bid', amountMinor: 100, basedOnRev: 1, sentAt: 1 },
  pressedAtMs: 5,
  roundTripMs: null,
  status: { state: 'pending' },
});

test('after a restart every id under way is asked for, and the kept ids lose none before they were read', async () => {
  // The list of own bids may be older than the ids on the disk: it has one of the two only.
  const memory = new Map([['rostrum.bids.v1.s1.anna', JSON.stringify([bidOf('listed')])]]);
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  let disk: readonly string[] = ['only-id', 'listed'];
  const history: (readonly string[])[] = [];
  const orders: FeedOrder[] = [];
  let hear: (word: FeedWord) => void = () => undefined;
  const desk = createDesk({
    bridge: {
      pending: async () => disk,
      keepPending: async (ids: readonly string[]) => {
        disk = ids;
        history.push(ids);
      },
      onSystem: () => () => undefined,
    } as unknown as DeskBridge,
    feed: {
      send: (order) => void orders.push(order),
      hear: (listener) => {
        hear = listener;
      },
    },
    storage,
    passes: storage,
    sales: async () => [{ id: 's1', title: 'A sale' }],
    nowMs: () => 1_000,
    wallMs: () => 1,
    newId: () => 'new',
    later: (run) => run(),
    sounds: { play: () => undefined },
    isAway: () => false,
  });
  desk.link.setState({ session: { phase: 'in', pass: { user: { id: 'anna', role: 'bidder' } } as Pass } });
  const snapshot = { sale: { saleId: 's1', lots: [], currency: 'GBP' }, ticks: [], standing: null };
  hear({ type: 'snapshot', snapshot: snapshot as unknown as Snapshot });
  await expect.poll(() => orders.find(({ type }) => type === 'resolve')).toBeDefined();
  const asked = orders.flatMap((order) => (order.type === 'resolve' ? order.ids : []));
  expect(asked.sort()).toEqual(['listed', 'only-id']);
  expect([...disk].sort()).toEqual(['listed', 'only-id']);
  for (const ids of history) expect([...ids].sort()).toEqual(['listed', 'only-id']);
});
