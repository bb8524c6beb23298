import { expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { lineOf } from '../cli/log-rows.ts';
import { rowOf } from './rows.ts';

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
