import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldHead, foldLot, hasHole, type LotState, unheard } from './market.ts';
import { tick as tickOf } from './sale.fixture.ts';

const tick = (rev: number, fromRev?: number) => tickOf(rev, fromRev === undefined ? {} : { fromRev });
const heard = (revs: readonly number[], from: LotState = unheard) =>
  revs.reduce((lot, rev) => foldLot(lot, tick(rev), 'tick'), from);

describe('the fold of a lot', () => {
  test('ticks of a whole run, in any order and with doubles, end in one state without a hole', () => {
    const runs = fc
      .integer({ min: 1, max: 30 })
      .chain((last) =>
        fc.tuple(
          fc.constant(last),
          fc.array(fc.integer({ min: 1, max: last }), { maxLength: 30 }),
          fc.infiniteStream(fc.nat()),
        ),
      );
    fc.assert(
      fc.property(runs, ([last, doubles, order]) => {
        const all = [...Array.from({ length: last }, (_, index) => index + 1), ...doubles];
        const keyed = all.map((rev) => ({ rev, key: order.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        const lot = heard(keyed.map(({ rev }) => rev));
        expect(lot).toEqual({ tick: tick(last), whole: last, known: last, ahead: [] });
      }),
    );
  });

  test('a revision that is missing is a hole until it, or a snapshot that contains it, comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.nat(), (last, pick) => {
        const missing = 1 + (pick % (last - 1));
        const revs = Array.from({ length: last }, (_, index) => index + 1).filter((rev) => rev !== missing);
        const lot = heard(revs);
        expect(hasHole(lot)).toBe(true);
        expect(lot.whole).toBe(missing - 1);
        expect(hasHole(foldLot(lot, tick(missing), 'tick'))).toBe(false);
        expect(hasHole(foldLot(lot, tick(missing), 'snapshot'))).toBe(false);
        expect(hasHole(foldLot(lot, tick(last), 'snapshot'))).toBe(false);
      }),
    );
  });

  test('the newest word stands, whatever comes late', () => {
    const lot = heard([1, 2, 5]);
    expect(lot.tick?.rev).toBe(5);
    expect(foldLot(lot, tick(2), 'tick')).toBe(lot);
    expect(foldLot(lot, tick(4), 'snapshot').tick?.rev).toBe(5);
  });

  test('a snapshot older than the hole does not mend it', () => {
    const lot = heard([1, 5]);
    expect(hasHole(foldLot(lot, tick(3), 'snapshot'))).toBe(true);
    expect(hasHole(foldLot(lot, tick(4), 'snapshot'))).toBe(false);
  });

  test('a tick that folds several revisions covers them, and only them', () => {
    const lot = heard([1, 2]);
    expect(hasHole(foldLot(lot, tick(6, 2), 'tick'))).toBe(false);
    expect(hasHole(foldLot(lot, tick(6, 3), 'tick'))).toBe(true);
  });

  test('a heartbeat shows the loss of the last tick, and the tick mends it', () => {
    const lot = heard([1, 2]);
    expect(foldHead(lot, 2)).toBe(lot);
    const behind = foldHead(lot, 3);
    expect(hasHole(behind)).toBe(true);
    expect(behind.tick?.rev).toBe(2);
    expect(hasHole(foldLot(behind, tick(3), 'tick'))).toBe(false);
  });

  test('without a first snapshot nothing is taken for whole but the first revision itself', () => {
    expect(hasHole(unheard)).toBe(true);
    expect(hasHole(heard([7]))).toBe(true);
    expect(hasHole(heard([1]))).toBe(false);
    expect(hasHole(foldLot(unheard, tick(0), 'snapshot'))).toBe(false);
  });
});

test('a snapshot of the same revision moves ends and clocks, and a tick does not', () => {
  const lot = heard([1, 2]);
  const moved = { ...tick(2), closesAt: 500, openedAt: 300 };
  expect(foldLot(lot, moved, 'snapshot')).toEqual({ ...lot, tick: moved });
  expect(foldLot(lot, moved, 'tick')).toBe(lot);
  expect(foldLot(lot, tick(2), 'snapshot')).toBe(lot);
  expect(foldLot(lot, { ...tick(1), closesAt: 500 }, 'snapshot')).toBe(lot);
});
