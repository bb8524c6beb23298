import { expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { lineOf } from '../cli/log-rows.ts';
import { matches, rowOf } from './rows.ts';

it('a row says of a suspension and its end whether it was an operator’s', () => {
  const row = (command: LogRecord['command']) => rowOf({ seq: 1, at: 0, rules: 1, command, events: [] }, () => '101');
  const [out, back] = [
    { type: 'SuspendBidder', at: 0, bidder: 'anna', reason: 'unpaid' },
    { type: 'ReinstateBidder', at: 0, bidder: 'anna' },
  ] as const;
  for (const command of [out, back]) {
    expect(row(command)).not.toHaveProperty('by');
    expect(row({ ...command, by: 'house' })).toMatchObject({ by: 'house' });
    expect(lineOf(row(command))).not.toContain('by the house');
    expect(lineOf(row({ ...command, by: 'house' }))).toContain('by the house: ');
  }
});

it('a row says who led after it, or who bought, and of how many lots the clock did something', () => {
  const row = (command: LogRecord['command'], events: LogRecord['events'], wanted?: string) =>
    rowOf({ seq: 1, at: 0, rules: 1, command, events }, (bidder) => (bidder === 'ben' ? '102' : null), wanted);
  const price = { type: 'PriceChanged', rev: 2, priceMinor: 500, askMinor: 600, reserveMet: true } as const;
  const bid = { type: 'PlaceBid', at: 0, id: 'b', lot: 'l1', bidder: 'anna', amountMinor: 400, kind: 'bid' } as const;
  const moved = row({ ...bid, channel: 'online' }, [{ ...price, lot: 'l1', leader: 'ben' }]);
  expect(moved).toMatchObject({ priceMinor: 500, leader: '102' });
  expect(row({ ...bid, channel: 'online' }, [])).not.toHaveProperty('leader');
  const sold = { type: 'LotSold', rev: 3, lot: 'l1', buyer: 'room', hammerMinor: 900, premiumMinor: 0 } as const;
  expect(row({ type: 'Hammer', at: 0, lot: 'l1' }, [sold])).toMatchObject({ leader: 'room', priceMinor: 900 });

  const opened = ['l1', 'l2'].map((lot) => ({ type: 'LotOpened', lot, rev: 1 }) as const);
  const clock = [...opened, { ...price, lot: 'l2', leader: 'ben' }];
  expect(row({ type: 'Clock', at: 0 }, clock)).toMatchObject({ lot: 'l1', lots: 2, priceMinor: null });
  // Who asks for the second lot finds the record, with that lot's own price.
  const ofSecond = row({ type: 'Clock', at: 0 }, clock, 'l2');
  expect(ofSecond).toMatchObject({ lot: 'l2', lots: 2, priceMinor: 500, leader: '102' });
  expect(matches(ofSecond, { lot: 'l2' })).toBe(true);
  expect(row({ type: 'Clock', at: 0 }, clock, 'l3').lot).toBe('l1');
});
