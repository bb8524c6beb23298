import { describe, expect, it } from 'vitest';
import { createHeads, HEAD_LOTS_MAX } from './heads.ts';

const lotsOf = (count: number, name = (n: number) => `l${n}`) =>
  new Map(Array.from({ length: count }, (_, n) => [name(n), { rev: n + 1 }]));

const batchOf = (lots: readonly string[]) => {
  const events = lots.map((lot) => ({ type: 'LotOpened', lot, rev: 1 }) as const);
  const command = { type: 'Clock', at: 1 } as const;
  return [{ record: { seq: 1, at: 1, rules: 1, command, events } }, { record: null }];
};

describe('the lots of a heartbeat', () => {
  it('are all of them while they fit', () => {
    const heads = createHeads(lotsOf(100), 100);
    for (let beat = 0; beat < 3; beat += 1) expect(Object.keys(heads.revs())).toHaveLength(100);
  });

  it('are those that moved at once and again, and every other one in its turn', () => {
    const lots = lotsOf(1_000);
    const heads = createHeads(lots, 64);
    const named = new Set<string>();
    heads.moved(batchOf(['l500', 'l501']));
    for (let beat = 0; beat < 20; beat += 1) {
      const revs = heads.revs();
      expect(Object.keys(revs).length).toBeLessThanOrEqual(64);
      if (beat < 3) expect(revs).toMatchObject({ l500: 501, l501: 502 });
      for (const [lot, rev] of Object.entries(revs)) {
        expect(rev).toBe(lots.get(lot)?.rev);
        named.add(lot);
      }
    }
    expect(named.size).toBe(1_000);
  });

  it('come round although more move than fit', () => {
    const lots = lotsOf(1_000);
    const heads = createHeads(lots, 64);
    const named = new Set<string>();
    for (let beat = 0; beat < 150; beat += 1) {
      heads.moved(batchOf(Array.from({ length: 500 }, (_, n) => `l${n}`)));
      for (const lot of Object.keys(heads.revs())) named.add(lot);
    }
    expect(named.size).toBe(1_000);
  });

  it('fit one message of the bus at 40,000 lots with the longest ids', () => {
    const heads = createHeads(lotsOf(40_000, (n) => String(n).padStart(64, 'x')));
    const revs = heads.revs();
    expect(Object.keys(revs)).toHaveLength(HEAD_LOTS_MAX);
    expect(JSON.stringify(revs).length).toBeLessThan(1024 * 1024 - 4_096);
  });
});
