/** What a bid costs a house in memory. It is kept for as long as the sale lives, so that every byte of it is a house that grows by the hour. */
import { generateKeyPairSync } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { LogRecord } from '../protocol/event.ts';
import { createStory } from './answers/story.ts';
import { benchSale, bidCommands, setUpRecords } from './bench/records.ts';
import { RULES_VERSION } from './core/rules.ts';
import { execute, placeOf, type SaleState } from './core/sale.ts';
import { createLogKeeper } from './proof/keeper.ts';
import { createReceipts } from './proof/receipts.ts';
import { createBoard } from './speech/board.ts';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Beside the columns nothing of a bid stays: what the collector walks must not grow with the hours. */
const HEAP_BYTES_MAX = 4;
/**
 * Its row (30 bytes), its id (twelve) with hash, end and slots (16 to 24), its place among the changes of its lot (4 if it was accepted),
 * and the room into which each column grows.
 */
const COLUMN_BYTES_MAX = 96;
/** By then the last steps of each lot and the young part of the tree are as many as they ever are. */
const WARM = 40_000;
const BIDS = 100_000;

test('a bid that is kept for ever costs nearly nothing of the heap, and less than a hundred bytes of columns', () => {
  const house = newHouse();
  house.bid(WARM);
  const before = used();
  house.bid(BIDS - WARM);
  const after = used();
  expect(house.state.decisions.size).toBe(BIDS);
  expect((after.heap - before.heap) / (BIDS - WARM)).toBeLessThanOrEqual(HEAP_BYTES_MAX);
  expect(after.columns / BIDS).toBeLessThanOrEqual(COLUMN_BYTES_MAX);
  // Something must have been measured.
  expect(after.columns / BIDS).toBeGreaterThan(30);
  expect(house.receipts.seqOf('m12-7')).toBeGreaterThan(0);
});

function newHouse() {
  const recordsFrom = (): LogRecord[] => [];
  const lots = 10;
  const bidders = 50;
  const setUp = setUpRecords(benchSale({ saleId: 's', lots }), bidders, 10);
  const records: LogRecord[] = [];
  let step = setUp.next();
  for (; step.done !== true; step = setUp.next()) records.push(step.value);
  const state: SaleState = step.value;
  const { privateKey: signingKey } = generateKeyPairSync('ed25519');
  const keeper = createLogKeeper({ sale: 's', secret: Buffer.alloc(32, 1), signingKey, recordsFrom });
  const receipts = createReceipts('s', keeper, recordsFrom, (id) => placeOf(state, id));
  const board = createBoard(state);
  const story = createStory(state);
  let { length: seq } = records;
  const took = (batch: readonly LogRecord[]): void => {
    for (const record of batch) board.apply(record);
    for (const part of [keeper, receipts, story]) part.took(batch);
  };
  took(records);
  const commands = bidCommands({ lots, bidders, acceptedShare: 0.7, maxShare: 0.2, idPrefix: 'm12-' }, BIDS, 11);
  return {
    state,
    receipts,
    bid(count: number) {
      for (let n = 0; n < count; n += 1) {
        const command = commands.next().value;
        if (command === undefined) return;
        seq += 1;
        took([{ seq, at: command.at, rules: RULES_VERSION, command, events: execute(state, command) }]);
      }
    },
  };
}

function used(): { readonly heap: number; readonly columns: number } {
  // What a collection lets go of outside the heap is given back after it.
  for (let round = 0; round < 2; round += 1) if (typeof collect === 'function') collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, columns: arrayBuffers };
}
