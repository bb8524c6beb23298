/** A sale is refused with the path of the field that is wrong, and with nothing else. */
import { expect, test } from 'vitest';
import { saleOf } from '../server/core/given.fixture.ts';
import { emptyState, execute, stateHash } from '../server/core/sale.ts';
import { checkSale } from './sale-schema.ts';

const timed = (opensAt: unknown, closesAt: unknown) => saleOf({}, [{}, { format: 'timed', opensAt, closesAt }]);
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const rows = (...list: unknown[]) => ({ ...saleOf(), increments: { kind: 'steps', bound: 'low', rows: list } });

test('a sale that is right is taken', () => {
  expect(checkSale(saleOf()).ok).toBe(true);
  expect(checkSale(timed(1, 2)).ok).toBe(true);
  expect(checkSale(saleOf({}, [{ note: nested(13) }])).ok).toBe(true);
});

test.each([
  ['falling rows', rows([100, 5], [0, 10]), 'increments.rows: rows must rise'],
  ['falling steps', rows([0, 10], [100, 5]), 'increments.rows: steps must not fall'],
  ['no rows', rows(), 'increments.rows: needs a row'],
  ['a step of zero', rows([0, 0]), 'increments.rows[0][1]: '],
  [
    'overlapping tiers',
    saleOf({}, [{}], {
      premium: [
        [0, 1],
        [0, 2],
      ],
    }),
    'premium: tiers must not overlap',
  ],
  ['closes as it opens', timed(5, 5), 'lots[1].closesAt: must be later than opensAt'],
  ['closes before it opens', timed(5, 4), 'lots[1].closesAt: must be later than opensAt'],
  ['a lot id twice', saleOf({}, [{ lotId: 'a' }, { lotId: 'a' }]), 'lots[1].lotId: a stands twice'],
  ['money beyond', saleOf({}, [{ openingMinor: 2 ** 53 }]), 'lots[0].openingMinor: '],
  ['NaN', saleOf({}, [{ openingMinor: Number.NaN }]), 'lots[0].openingMinor: '],
  ['infinite', saleOf({}, [{ reserveMinor: Number.POSITIVE_INFINITY }]), 'lots[0].reserveMinor: '],
  ['a policy of no name', saleOf({ tie: 'latest' as never }), 'policies.tie: must be earliest, room or refuse'],
  [
    'a floor above the start',
    saleOf({}, [{ format: 'dutch', startMinor: 1, floorMinor: 2, dropMinor: 1, everyMs: 1 }]),
    'lots[0].floorMinor: ',
  ],
  ['an id that is no token', saleOf({}, [{ lotId: 'a.b' }]), 'lots[0].lotId: '],
  ['no sale', null, 'sale: '],
  ['deep', { ...saleOf(), lots: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) }, 'lots[0]'],
  ['deep in a field that no rule knows', saleOf({}, [{ note: nested(17) }]), 'lots[0].note: nested deeper than 16'],
  ['deep beside the lots', { ...saleOf(), note: nested(100_000) }, 'note[0][0]: nested deeper'],
])('%s', (_, sale, error) => {
  const checked = checkSale(sale);
  expect(checked.ok ? '' : checked.error).toContain(error);
  const state = emptyState();
  const before = stateHash(state);
  const command: unknown = { type: 'CreateSale', at: 1, sale };
  expect(execute(state, command as never)).toEqual([{ type: 'CommandRefused', reason: 'malformed' }]);
  expect(stateHash(state)).toBe(before);
});
