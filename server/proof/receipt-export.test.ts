import { generateKeyPairSync } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { emptyState, execute, fold, placeOf } from '../core/sale.ts';
import { BIDDERS, randomCommand, randomSale, SALE_AT } from '../sim/auction.ts';
import { createRandom } from '../sim/random.ts';
import { createLogKeeper } from './keeper.ts';
import { exportReceipts } from './receipt-export.ts';
import { createReceipts } from './receipts.ts';

const KEYS = { secret: Buffer.alloc(32, 9), signingKey: generateKeyPairSync('ed25519').privateKey };
const AT = SALE_AT + 1e9;

function* sale(count: number): Generator<LogRecord, void> {
  const random = createRandom(5);
  const state = emptyState();
  let seq = 0;
  const record = (command: LogRecord['command']): LogRecord => {
    seq += 1;
    return { seq, at: command.at, rules: 1, command, events: execute(state, command) };
  };
  yield record({ type: 'CreateSale', at: SALE_AT, sale: randomSale(random, 5) });
  for (const bidder of BIDDERS) yield record({ type: 'RegisterBidder', at: SALE_AT, bidder, limitMinor: null });
  while (seq < count) yield record(randomCommand(random, state, SALE_AT + seq * 100, `c${seq}`));
}
describe('the receipts of a whole log', () => {
  it('are those that the house gives, one by one', () => {
    const records = [...sale(1500)];
    const from = (seq: number) => records.slice(seq - 1);
    const keeper = createLogKeeper({ sale: 's', ...KEYS, recordsFrom: from });
    const state = emptyState();
    for (const record of records) fold(state, record);
    const receipts = createReceipts('s', keeper, from, (id) => placeOf(state, id));
    keeper.took(records);
    receipts.took(records);
    const exported = [...exportReceipts({ sale: 's', ...KEYS, recordsFrom: from, at: AT })];
    expect(exported.length).toBeGreaterThan(1000);
    expect(exported.some((receipt) => receipt.inLog && receipt.beatenBy !== null)).toBe(true);
    let alike = 0;
    for (const receipt of exported) {
      if (!receipt.inLog || receipts.seqOf(receipt.id) !== receipt.seq) continue;
      const { command } = records[receipt.seq - 1] ?? {};
      const bidder = command !== undefined && 'bidder' in command ? command.bidder : '';
      expect(receipt).toEqual(receipts.answer({ id: receipt.id }, bidder, AT));
      alike += 1;
    }
    expect(alike).toBeGreaterThan(1000);
  });

  it('end where the log ended when the first was made, though the house writes on', () => {
    const records = [...sale(300)];
    let reads = 0;
    const from = (seq: number) => {
      reads += 1;
      return records.slice(seq - 1, reads === 1 ? 200 : 300);
    };
    const last = [...exportReceipts({ sale: 's', ...KEYS, recordsFrom: from, at: AT })].at(-1);
    expect(last?.inLog && last.seq).toBeLessThanOrEqual(200);
  });
});

describe('memory while receipts are exported', () => {
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  /** Bytes that are held after `count` records and were not after the first thousand. */
  function grownBy(lines: Iterable<unknown>, count: number): number {
    let seen = 0;
    let before = 0;
    let after = 0;
    for (const _ of lines) {
      seen += 1;
      if (seen !== 1_000 && seen !== count) continue;
      collect();
      if (seen === 1_000) before = process.memoryUsage().heapUsed;
      else after = process.memoryUsage().heapUsed;
    }
    expect(after).toBeGreaterThan(0);
    return after - before;
  }
  /** All are held by the test from the beginning, as the disk would: what grows is the export's own. */
  const records = [...sale(10_000)];
  /** A table with an entry a record takes twice this. */
  const GROWTH_BYTES_MAX = 90_000;

  it('does not grow with it', () => {
    const from = (seq: number) => records.slice(seq - 1);
    expect(grownBy(exportReceipts({ sale: 's', ...KEYS, recordsFrom: from, at: AT }), 7_000)).toBeLessThan(
      GROWTH_BYTES_MAX,
    );
  });
});
