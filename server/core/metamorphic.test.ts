/** Changes of a whole sale that must not matter, or must matter in one way only, on random sales. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import { anyScript } from './model.fuzz.ts';
import { emptyState, execute, lotView, type SaleState } from './sale.ts';

const SEED = Number(process.env.ROSTRUM_FUZZ_SEED ?? 20_261_124);
const RUNS = { seed: SEED, numRuns: 40 };
const SHIFT_MS = 1_800_000_000_000;

function played(script: readonly Command[]): { state: SaleState; events: readonly (readonly Event[])[] } {
  const state = emptyState();
  return { state, events: script.map((command) => execute(state, command)) };
}

/** The same with every value changed whose key is told. */
function changed<T>(value: T, change: (key: string, value: unknown) => unknown): T {
  return JSON.parse(JSON.stringify(value), (key, one) => change(key, one));
}

const later = (key: string, value: unknown): unknown =>
  /^at$|At$/.test(key) && typeof value === 'number' ? value + SHIFT_MS : value;

test('the same sale at another time is the same sale', () => {
  fc.assert(
    fc.property(anyScript, (script) => {
      expect(played(changed(script, later)).events).toEqual(changed(played(script).events, later));
    }),
    RUNS,
  );
});

test('under other names the same bidders do the same', () => {
  const names: Readonly<Record<string, string>> = { b1: 'b4', b2: 'b1', b3: 'b2', b4: 'b3' };
  const renamed = (key: string, value: unknown): unknown =>
    /^(bidder|leader|buyer)$/.test(key) && typeof value === 'string' ? (names[value] ?? value) : value;
  fc.assert(
    fc.property(anyScript, (script) => {
      expect(played(changed(script, renamed)).events).toEqual(changed(played(script).events, renamed));
    }),
    RUNS,
  );
});

test('a timer that fires, or does not, changes when a due event is told, and no event but its revision', () => {
  const told = (events: readonly (readonly Event[])[]) =>
    changed(events.flat(), (key, value) => (key === 'rev' ? undefined : value));
  fc.assert(
    fc.property(anyScript, (script) => {
      const timed = script.flatMap((command, i): Command[] => [
        command,
        { type: 'Clock', at: script[i + 1]?.at ?? command.at },
      ]);
      expect(told(played(timed).events)).toEqual(told(played(script).events));
    }),
    RUNS,
  );
});

test('a bid that is void at once, under recompute, leaves price, leader, maximum and ask as if it had never been', () => {
  let [accepts, voids] = [0, 0];
  const standing = (state: SaleState, lotId: string) => {
    const { priceMinor, leader, leaderMaxMinor, askMinor } = lotView(state, lotId) ?? {};
    return { priceMinor, leader, leaderMaxMinor, askMinor };
  };
  fc.assert(
    fc.property(anyScript, (script) => {
      // An ask that was set lets bids stand that would not be taken again, and a void drops it.
      const plain = changed(script, (key, value) => (key === 'void' ? 'recompute' : value)).filter(
        ({ type }) => type !== 'SetAsk' && type !== 'VoidBid',
      );
      const state = emptyState();
      for (const command of plain) {
        execute(state, { type: 'Clock', at: command.at });
        const lotId = command.type === 'PlaceBid' ? command.lot : '';
        const view = lotView(state, lotId);
        const isOpen = view?.status === 'open' || view?.status === 'warned';
        const before = standing(state, lotId);
        const accepted = execute(state, command).some((event) => event.type === 'BidAccepted');
        if (command.type !== 'PlaceBid' || !accepted || !isOpen || view.lot.format === 'dutch') continue;
        // Every other bid stays, so that the void is of one among many.
        accepts += 1;
        if (accepts % 2 === 0) continue;
        const voided = execute(state, { type: 'VoidBid', at: command.at, bidId: command.id, reason: 'because' });
        expect(voided[0]?.type).toBe('BidVoided');
        voids += 1;
        expect([command, standing(state, lotId)]).toEqual([command, before]);
      }
    }),
    RUNS,
  );
  expect(voids).toBeGreaterThan(50);
});
