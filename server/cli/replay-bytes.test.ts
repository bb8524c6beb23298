/** What `replay` reads and writes as bytes is what a parser and `JSON.stringify` would, whatever the lines are (RULES.md §8). */
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlaceBid } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import { isCommandType } from '../core/check.ts';
import { saleOf } from '../core/given.fixture.ts';
import { anyScript } from '../core/model.fuzz.ts';
import { emptyState, execute, lotView, type SaleState, wonMinor } from '../core/sale.ts';
import { BidLines } from './bid-lines.ts';
import { EventLines } from './event-lines.ts';
import { KnownNames } from './known-names.ts';
import { replay } from './replay.ts';

const SEED = Number(process.env.ROSTRUM_FUZZ_SEED ?? 20_261_124);
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

const BID = {
  type: 'PlaceBid',
  at: 1,
  id: 'x',
  lot: 'l1',
  bidder: 'b1',
  amountMinor: 100,
  kind: 'bid',
  channel: 'online',
};
const text = (bid: object) => JSON.stringify(bid);

/** Lines that are bids in every way in which they can be written, and in many in which they cannot. */
const oddLines = [
  // What is learned of this one must not read the others as what they are not.
  text({ ...BID, id: 'plain' }),
  text({ ...BID, id: 'a "quoted" \\ \n\t id' }),
  text({ ...BID, id: 'ü \u{1f528} 株' }),
  text({ ...BID, id: 'x'.repeat(300) }),
  text({ ...BID, id: '' }),
  '{"type":"PlaceBid","at":1,"id":"\\ud800","lot":"l1","bidder":"b1","amountMinor":100,"kind":"bid","channel":"online"}',
  '{"type":"PlaceBid","at":1,"id":"\\u0041","lot":"l1","bidder":"b1","amountMinor":100,"kind":"bid","channel":"online"}',
  '{"type":"\\u0050laceBid","at":1,"id":"t","lot":"l1","bidder":"b1","amountMinor":100,"kind":"bid","channel":"online"}',
  ...[
    '1e400',
    '1e3',
    '-1',
    '-0',
    '1.5',
    '100.0',
    '9007199254740991',
    '9007199254740993',
    '123456789012345678',
    '0',
    '"100"',
    'null',
    '{}',
    'true',
  ].map((amount) =>
    `{"type":"PlaceBid","at":1,"id":"n${amount}","lot":"l1","bidder":"b1","amountMinor":${amount},"kind":"bid","channel":"online"}`.replace(
      '"n"100""',
      '"n100"',
    ),
  ),
  text({ ...BID, id: 'twice' }).replace('"at":1', '"at":7,"at":1'),
  text({ ...BID, id: 'twice and less', bidder: undefined }).replace('"at":1', '"at":7,"at":1'),
  text({ ...BID, id: 'more', unknown: [1, { two: null }] }),
  text({ ...BID, id: 'proto' }).replace('"at":1', '"__proto__":{"x":1},"at":1'),
  text({ ...BID, id: 'less', bidder: undefined }),
  text({ ...BID, id: 'spaced' })
    .replaceAll(',', ', ')
    .replaceAll(':', ': '),
  text({ ...BID, id: 'wide' })
    .replaceAll(',', '\t,  ')
    .replaceAll(':', '  :\t'),
  `  ${text({ ...BID, id: 'indented' })}  `,
  JSON.stringify(Object.fromEntries(Object.entries({ ...BID, id: 'backwards' }).reverse())),
  text({ ...BID, id: 'kind', kind: 'bids' }),
  text({ ...BID, id: 'channel', channel: 'onlin' }),
  text({ ...BID, id: 'house', channel: 'house', bidder: 'house' }),
  text({ ...BID, id: 'unknown lot', lot: 'l"1' }),
  text({ ...BID, id: 'stranger', bidder: 'nobody-of-that-name-is-here' }),
  text({ ...BID, id: 7, lot: null, bidder: ['b1'] }),
  text({ ...BID, id: 'high', amountMinor: 4_000_000_000_000 }),
  '{"type":"Clock","at":1}',
  '',
  '   ',
  '\u00a0\u2028',
];
const badLines = [
  'nonsense',
  '[]',
  'null',
  '7',
  '{"at":1}',
  '{"type":"__proto__","at":1}',
  `${text(BID)}x`,
  text(BID).slice(0, -1),
  '{"type":"PlaceBid","at":01}',
  text(BID).replace('"at":1', '"at":01'),
  text(BID).replace('"at":1', '"at":'),
  text(BID).replace('"x"', '"x\ty"'),
];
const HEAD = [
  text({
    type: 'CreateSale',
    at: 1,
    sale: saleOf({ limit: 'exposure' }, [
      {},
      { lotId: 'l"2', format: 'timed', opensAt: 1, closesAt: 1_800_000_000_000 },
    ]),
  }),
  text({ type: 'CreateSale', at: 1, sale: saleOf({ limit: 'exposure' }, [{}]) }),
  '{"type":"RegisterBidder","at":1,"bidder":"b1","limitMinor":null}',
  '{"type":"OpenLot","at":1,"lot":"l1"}',
];

test('a bid that is read from its bytes is the bid that a parser would make of them', () => {
  let lines = new BidLines();
  let read = 0;
  let lessons = 0;
  // Read as what was learned of lines before it; of what a parser makes a bid is learned, and then that line is read itself.
  const readOf = (line: string): PlaceBid | null => {
    lines.take(Buffer.from(`${line}\n`));
    const known = lines.read(0);
    if (known !== null || !isJson(line)) return known;
    const value: unknown = JSON.parse(line);
    if (!isCommandType(value) || value.type !== 'PlaceBid') return null;
    // A reader learns from so many lines and no more; then another one goes on.
    lessons += 1;
    if (lessons % 500 === 0) {
      lines = new BidLines();
      lines.take(Buffer.from(`${line}\n`));
    }
    lines.learn(line);
    return lines.read(0);
  };
  const holds = (line: string): void => {
    const bid = readOf(line);
    if (bid === null) return;
    read += 1;
    expect(bid).toEqual(JSON.parse(line));
    expect(lines.lineEnd).toBe(Buffer.byteLength(line));
  };
  for (const line of [...oddLines, ...badLines]) holds(line);
  expect(read).toBeGreaterThan(5);
  const values = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.maxSafeNat(),
    fc.double(),
    fc.constantFrom('bid', 'max', 'house', 'book', null),
  );
  const bids = fc.record({
    at: fc.oneof({ weight: 9, arbitrary: fc.maxSafeNat() }, values),
    id: fc.oneof({ weight: 9, arbitrary: fc.string() }, values),
    lot: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('l1', 'l2', 'a lot') }, values),
    amountMinor: fc.oneof({ weight: 9, arbitrary: fc.nat() }, values),
    kind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('bid', 'max') }, values),
    channel: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('online', 'floor', 'phone', 'book', 'house') }, values),
  });
  fc.assert(
    fc.property(bids, fc.shuffledSubarray(Object.keys(BID), { minLength: 7 }), fc.nat(), (bid, keys, cut) => {
      const all: Record<string, unknown> = { ...BID, ...bid };
      const line = JSON.stringify(Object.fromEntries(keys.map((key) => [key, all[key]])));
      holds(line);
      // Damaged, it is read as nothing, or as what it then is.
      const damaged = line.slice(0, cut % line.length) + line.slice((cut % line.length) + 1);
      if (isJson(damaged)) holds(damaged);
      else expect(readOf(damaged)).toBeNull();
    }),
    { seed: SEED, numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(200);
});

test('a shape is learned of each way of writing, and of none in which a field is not plain', () => {
  const lines = new BidLines();
  const ways = [
    text(BID),
    text(BID).replaceAll(',', ', ').replaceAll(':', ': '),
    JSON.stringify(Object.fromEntries(Object.entries(BID).reverse())),
    `${text(BID).replaceAll(',', '\t,  ')}  \r`,
  ];
  const isRead = (line: string): boolean => {
    lines.take(Buffer.from(`${line}\n`));
    return lines.read(0) !== null;
  };
  for (const way of ways) {
    expect(isRead(way)).toBe(false);
    lines.learn(way);
  }
  for (const way of [...ways, ...ways]) expect(isRead(way.replace('l1', 'a longer lot'))).toBe(true);
  for (const odd of oddLines.filter((line) => /unknown|__proto__|\\|"at":7|:\{|null/.test(line))) {
    lines.learn(odd);
    expect(isRead(odd)).toBe(false);
  }
  // What was cut off is not read, nor what stands in the memory behind it.
  const whole = Buffer.from(`${text(BID)}\n`);
  for (let length = 0; length < whole.length; length += 1) {
    lines.take(whole.subarray(0, length));
    expect(lines.read(0)).toBeNull();
  }
});

test('a file in which each line is written otherwise is not learned from for ever', () => {
  const lines = new BidLines();
  lines.take(Buffer.from(`${text(BID)}\n`));
  for (let i = 0; i < 1000; i += 1) lines.learn(text({ ...BID, unknown: i }));
  lines.learn(text(BID));
  expect(lines.read(0)).toBeNull();
});

test('names that fall on one place are told apart', () => {
  const names = new KnownNames();
  const text = Array.from({ length: 40_000 }, (_, i) => `n${i}`).join('');
  const bytes = Buffer.from(text);
  for (let round = 0; round < 2; round += 1)
    for (let i = 0, from = 0; i < 40_000; i += 1) {
      const to = from + `n${i}`.length;
      if (names.nameAt(i % 7, bytes, text, from, to) !== `n${i}`) expect.fail(`n${i}`);
      from = to;
    }
});

test('lines of events are written as JSON.stringify writes them', () => {
  const lines = new EventLines();
  let n = 0;
  const holds = (events: readonly Event[]): void => {
    n += 1;
    lines.clear();
    lines.add(n, events);
    expect(lines.gathered().toString()).toBe(`{"n":${n},"events":${JSON.stringify(events)}}\n`);
  };
  fc.assert(
    fc.property(anyScript, (script) => {
      const state = emptyState();
      for (const command of script) holds(execute(state, command));
    }),
    { seed: SEED, numRuns: 40 },
  );
  const odd = [...oddLines, '\ud800', '\u007f', 'é', 'x'.repeat(100_000)];
  for (const id of odd) {
    const amounts = { amountMinor: Number.MAX_SAFE_INTEGER, kind: 'max', channel: 'online' } as const;
    holds([{ type: 'BidAccepted', id, lot: id, rev: 3, bidder: id, ...amounts }]);
    holds([{ type: 'BidRejected', id: 'x', lot: 'l', bidder: id, reason: 'tie', askMinor: null }]);
    holds([{ type: 'PriceChanged', lot: id, rev: 0, priceMinor: null, leader: id, askMinor: 1e9, reserveMet: false }]);
  }
  for (const value of [0, 9, 10, 999_999_999, 1e9, 1e9 + 7, 123_456_789_012, 2 ** 53 - 1, 2 ** 53, -1, 0.5, Number.NaN])
    holds([{ type: 'LotExtended', lot: 'l', rev: value, closesAt: value }]);
  expect(n).toBeGreaterThan(1000);
});

test.each([1, 7, 100, 1_000_000])(
  'in pieces of %i bytes, good lines and bad ones come out as by parser and stringify',
  async (size) => {
    for (const bad of [null, ...badLines]) {
      for (const [start, end] of [
        ['', '\n'],
        ['\ufeff', '\r\n'],
      ]) {
        const lines =
          bad === null ? [...HEAD, ...oddLines] : [...HEAD, ...oddLines.slice(0, 9), bad, ...oddLines.slice(9)];
        const input = Buffer.from(start + lines.join(end) + (bad === '[]' ? '' : end));
        const told = await replayed(input, size);
        expect(told).toEqual(plainly(input));
      }
    }
  },
);

test('half a million lines need no more memory than what they leave', async () => {
  const piece = Buffer.from(`${text({ ...BID, at: 5 })}\n`.repeat(5000));
  const after: number[] = [];
  function* pieces(): Generator<Buffer> {
    yield Buffer.from(`${HEAD.join('\n')}\n`);
    for (let i = 0; i < 100; i += 1) {
      if (i === 10 || i === 99) after.push(usedBytes());
      yield piece;
    }
  }
  let lines = 0;
  const sink = new Writable({
    write(bytes: Buffer, _encoding, done) {
      for (const byte of bytes) if (byte === 0x0a) lines += 1;
      done();
    },
  });
  expect(await replay(pieces(), sink)).toBe(0);
  expect(lines).toBe(500_005);
  expect((after[1] ?? Number.NaN) - (after[0] ?? 0)).toBeLessThan(4_000_000);
});

async function replayed(input: Buffer, size: number): Promise<{ status: number; text: string }> {
  const told: Buffer[] = [];
  const sink = new Writable({
    write(bytes: Buffer, _encoding, done) {
      told.push(Buffer.from(bytes));
      done();
    },
  });
  function* pieces(): Generator<Buffer> {
    // One and the same memory for every piece, as a file is read.
    const piece = Buffer.alloc(size);
    for (let from = 0; from < input.length; from += size) {
      const length = input.copy(piece, 0, from, Math.min(input.length, from + size));
      yield piece.subarray(0, length);
    }
  }
  const write = process.stderr.write;
  process.stderr.write = () => true;
  try {
    const status = await replay(pieces(), sink);
    return { status, text: Buffer.concat(told).toString() };
  } finally {
    process.stderr.write = write;
  }
}

/** The same as it is meant: text, lines, a parser, the rules, and a text again. */
function plainly(input: Buffer): { status: number; text: string } {
  const state = emptyState();
  let told = '';
  let n = 0;
  for (const line of input
    .toString()
    .replace(/^\ufeff/, '')
    .split('\n')) {
    if (line.trim() === '') continue;
    const command: unknown = isJson(line) ? JSON.parse(line) : null;
    if (!isCommandType(command)) return { status: 2, text: told };
    n += 1;
    told += `{"n":${n},"events":${JSON.stringify(execute(state, command as Parameters<typeof execute>[1]))}}\n`;
  }
  return { status: 0, text: `${told}${JSON.stringify({ state: stateOf(state) })}\n` };
}

function stateOf(state: SaleState): object {
  const lots = [...state.lots.keys()].map((lotId) => {
    const view = lotView(state, lotId);
    if (view === null) throw new Error(`no lot ${lotId}`);
    const { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev } = view;
    return [lotId, { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev }];
  });
  const bidders = [...state.bidders.keys()].map((bidder) => [bidder, { wonMinor: wonMinor(state, bidder) }]);
  return { lots: Object.fromEntries(lots), bidders: Object.fromEntries(bidders) };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function usedBytes(): number {
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
