/** The core against the naive model, and against itself under changes that must not matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import type { Sale } from '../../protocol/sale.ts';
import { House, said, saleOf } from './given.fixture.ts';
import { ID_END } from './ids.ts';
import { anyScript, differs, fuzz } from './model.fuzz.ts';
import { emptyState, execute, fromSnapshot, type SaleState, stateHash, toSnapshot } from './sale.ts';

const SEED = Number(process.env.ROSTRUM_FUZZ_SEED ?? 20_261_124);

describe('the naive model', () => {
  test('20,000 commands of random sales are decided alike, folded, snapshot and replayed alike', () => {
    fuzz(20_000, SEED);
  });

  test('a core that is told another policy than the model is found out', () => {
    const [script] = fc.sample(anyScript, { numRuns: 1, seed: SEED });
    expect(script).toBeDefined();
    const house: Command[] = [];
    const sale = saleOf({}, [{}]);
    house.push({ type: 'CreateSale', at: 1, sale }, { type: 'RegisterBidder', at: 1, bidder: 'b1', limitMinor: null });
    expect(differs(house)).toBeNull();
    // The same object changes between the two deciders: a getter that tells one of them another opening.
    let asked = 0;
    const torn: unknown = new Proxy(sale, {
      get: (target, key) =>
        key === 'lots' && ++asked > 3 ? saleOf({}, [{ openingMinor: 5 }]).lots : Reflect.get(target, key),
    });
    const bid: Command = {
      type: 'PlaceBid',
      at: 2,
      id: 'x',
      lot: 'l1',
      bidder: 'b1',
      amountMinor: 50,
      kind: 'max',
      channel: 'book',
    };
    const lie: Command[] = [{ type: 'CreateSale', at: 1, sale: torn as Sale }, ...house.slice(1), bid];
    expect(differs(lie)).not.toBeNull();
  });
});

describe('changes that must not matter', () => {
  // Two steps apart: a loser within a step of another one is below the ask when he comes second, and is not in the sale at all.
  const maxima = fc.uniqueArray(
    fc.integer({ min: 5, max: 45 }).map((n) => n * 20),
    { minLength: 3, maxLength: 9 },
  );

  test('shuffling losers that do not tie never changes the price', () => {
    fc.assert(
      fc.property(maxima, fc.infiniteStream(fc.nat()), (amounts, keys) => {
        const top = Math.max(...amounts);
        const losers = amounts.filter((amount) => amount !== top);
        const shuffled = losers.map((amount) => [keys.next().value ?? 0, amount] as const).sort((a, b) => a[0] - b[0]);
        expect(priceOf([top, ...shuffled.map(([, amount]) => amount)])).toBe(priceOf([top, ...losers]));
      }),
      { seed: SEED },
    );
  });

  test("raising one's own maximum never lowers it, and the price never falls", () => {
    fc.assert(
      fc.property(
        maxima,
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom('reprice', 'hold'),
        (amounts, more, leaderRaise) => {
          const house = new House(saleOf({ leaderRaise })).open();
          amounts.forEach((amount, i) => {
            house.max(`b${i + 1}`, amount);
          });
          const before = house.lot();
          house.max(before.leader ?? '', (before.leaderMaxMinor ?? 0) + more);
          const after = house.lot();
          expect(after.leaderMaxMinor).toBe((before.leaderMaxMinor ?? 0) + more);
          expect(after.priceMinor ?? 0).toBeGreaterThanOrEqual(before.priceMinor ?? 0);
        },
      ),
      { seed: SEED },
    );
  });

  test('a rejected bid changes nothing but the record of itself', () => {
    let rejected = 0;
    fc.assert(
      fc.property(anyScript, (script) => {
        const state = emptyState();
        for (const command of script) {
          const due: Command = { type: 'Clock', at: command.at };
          execute(state, due);
          const before = stateHash(state);
          const events = execute(state, command);
          if (!/^BidRejected:(?!malformed)[a-z-]+$/.test(said(events)) || command.type !== 'PlaceBid') continue;
          rejected += 1;
          expect(stateHash(withoutLastDecision(state))).toBe(before);
        }
      }),
      { seed: SEED, numRuns: 20 },
    );
    expect(rejected).toBeGreaterThan(100);
  });

  test('all amounts and the table ten times as large give a result ten times as large', () => {
    fc.assert(
      fc.property(anyScript, (script) => {
        const [one, ten] = [script, script.map(tenfold)].map((commands) => {
          const state = emptyState();
          return commands.map((command) => execute(state, command));
        });
        expect(JSON.parse(JSON.stringify(ten?.slice(1)))).toEqual(
          JSON.parse(JSON.stringify(one?.slice(1)), (key, value) => scaled(key, value, 10)),
        );
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

function priceOf(amounts: readonly number[]): number | null {
  const house = new House(saleOf()).open();
  amounts.forEach((amount, i) => {
    house.max(`b${i + 1}`, amount);
  });
  return house.lot().priceMinor;
}

/** The state as it were without what was decided last. */
function withoutLastDecision(state: SaleState): SaleState {
  const { decisions, ...rest } = toSnapshot(state);
  const [outcome, lot, bidder, rev, amountMinor] = [
    decisions.outcome,
    decisions.lot,
    decisions.bidder,
    decisions.rev,
    decisions.amountMinor,
  ].map((column) => Array.from(column).slice(0, -1));
  const ids = decisions.ids.split(ID_END).slice(0, -1).join(ID_END);
  const less: unknown = { ...decisions, ids, outcome, lot, bidder, rev, amountMinor };
  return fromSnapshot({ ...rest, decisions: less as typeof decisions });
}

function scaled(key: string, value: unknown, by: number): unknown {
  return /Minor$/.test(key) && typeof value === 'number' && key !== 'premiumMinor'
    ? value * by
    : key === 'premiumMinor'
      ? 0
      : value;
}

function tenfold(command: Command): Command {
  const text = JSON.stringify(command, (key, value) => {
    if (key === 'rows') return value.map(([from, step]: [number, number]) => [from * 10, step * 10]);
    if (key === 'minorPerUnit') return value * 10;
    if (key === 'premium') return [];
    return scaled(key, value, 10);
  });
  return JSON.parse(text);
}
