import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { emptyState, execute, stateHash } from '../core/sale.ts';
import { BIDDERS, randomCommand, randomSale, SALE_AT } from '../sim/auction.ts';
import { createRandom } from '../sim/random.ts';
import { rejudge } from './rejudge.ts';

function randomLog(seed: number, count: number): LogRecord[] {
  const random = createRandom(seed);
  const state = emptyState();
  const records: LogRecord[] = [];
  const add = (command: LogRecord['command']) =>
    records.push({ seq: records.length + 1, at: command.at, rules: 1, command, events: execute(state, command) });
  add({ type: 'CreateSale', at: SALE_AT, sale: randomSale(random, 5) });
  for (const bidder of BIDDERS) add({ type: 'RegisterBidder', at: SALE_AT, bidder, limitMinor: null });
  while (records.length < count)
    add(randomCommand(random, state, SALE_AT + records.length * 100, `c${records.length}`));
  return records;
}
function judged(texts: readonly string[]): string[] {
  const state = emptyState();
  return texts.flatMap((text, at) => {
    const wrong = rejudge(state, text, at + 1);
    return wrong === null ? [] : [`${at + 1}: ${wrong}`];
  });
}

describe('a record judged again by its text', () => {
  const records = randomLog(3, 400);
  const texts = records.map((record) => JSON.stringify(record));

  it('is right as the house wrote it, and the state goes on as it did', () => {
    expect(judged(texts)).toEqual([]);
    const [once, again] = [emptyState(), emptyState()];
    for (const [at, text] of texts.entries()) {
      rejudge(once, text, at + 1);
      execute(again, records[at]?.command ?? { type: 'Clock', at: 0 });
    }
    expect(stateHash(once)).toBe(stateHash(again));
  });

  it('is right in any other spelling of the same', () => {
    expect(judged(records.map((record) => JSON.stringify(record, null, 1)))).toEqual([]);
    const turned = records.map(({ events, ...rest }) => JSON.stringify({ events, ...rest }));
    expect(judged(turned)).toEqual([]);
  });

  it('is wrong when an event says anything else, is missing, or is one too many', () => {
    const at = records.findIndex(({ events }) => events[0]?.type === 'BidAccepted' && events.length > 1);
    const record = records[at];
    if (record === undefined) throw new Error('no bid was accepted');
    const { events } = record;
    const [first] = events;
    if (first?.type !== 'BidAccepted') throw new Error('no bid was accepted');
    const changes: LogRecord['events'][] = [
      [{ ...first, amountMinor: first.amountMinor + 1 }, ...events.slice(1)],
      events.slice(1),
      [],
      [...events, first],
    ];
    for (const changed of changes) {
      const text = JSON.stringify({ ...record, events: changed });
      expect(judged(texts.with(at, text))).toEqual([`${at + 1}: the rules decide otherwise`]);
      // What follows the events is read too.
      expect(judged(texts.with(at, `${texts[at]?.slice(0, -1)},"events":${JSON.stringify(changed)}}`))).toHaveLength(1);
    }
  });

  it('is wrong in another place', () => {
    expect(judged([...texts.slice(0, 50), ...texts.slice(51)])[0]).toBe('51: record 52 stands where 51 is due');
  });
});
