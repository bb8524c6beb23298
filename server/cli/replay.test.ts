/** The replay command as its users run it: a stable contract (RULES.md §8). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { saleOf } from '../core/given.fixture.ts';
import { replay as replayTo } from './replay.ts';

const ROSTRUM = new URL('./rostrum.ts', import.meta.url).pathname;
const CREATE = JSON.stringify({ type: 'CreateSale', at: 1, sale: saleOf({}, [{ reserveMinor: 500 }]) });
const REGISTER = '{"type":"RegisterBidder","at":1,"bidder":"b1","limitMinor":null}';

function replay(input: string): { lines: unknown[]; status: number | null; stderr: string } {
  const { stdout, status, stderr } = spawnSync(process.execPath, [ROSTRUM, 'replay', '-'], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return {
    lines: stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
    status,
    stderr,
  };
}

test('one line a command, then the state; blank lines, CRLF and a missing last newline do not matter', () => {
  const { lines, status } = replay(`${CREATE}\r\n\n${REGISTER}\n{"type":"OpenLot","at":2,"lot":"l1"}`);
  expect(status).toBe(0);
  expect(lines).toHaveLength(4);
  expect(lines[2]).toEqual({ n: 3, events: [{ type: 'LotOpened', lot: 'l1', rev: 1 }] });
  const lot = {
    status: 'open',
    priceMinor: null,
    leader: null,
    leaderMaxMinor: null,
    askMinor: 100,
    closesAt: null,
    reserveMet: false,
    rev: 1,
  };
  expect(lines[3]).toEqual({ state: { lots: { l1: lot }, bidders: { b1: { wonMinor: 0 } } } });
});

test('a registration says the paddle that it was given, and none that the house made up', () => {
  const register = (bidder: string, more: object) =>
    JSON.stringify({ type: 'RegisterBidder', at: 1, bidder, limitMinor: null, ...more });
  const { lines, status } = replay(
    [
      CREATE,
      register('b1', {}),
      register('b2', { paddle: '417' }),
      register('b1', { paddle: '418', limitMinor: 500 }),
      register('b2', {}),
      register('b3', { paddle: '417' }),
    ].join('\n'),
  );
  expect(status).toBe(0);
  const said = (bidder: string, more: object) => [{ type: 'BidderRegistered', bidder, limitMinor: null, ...more }];
  expect(lines.slice(1, -1)).toEqual([
    { n: 2, events: said('b1', {}) },
    { n: 3, events: said('b2', { paddle: '417' }) },
    { n: 4, events: said('b1', { paddle: '418', limitMinor: 500 }) },
    { n: 5, events: said('b2', {}) },
    { n: 6, events: [{ type: 'CommandRefused', reason: 'wrong-state' }] },
  ]);
});

test.each(['{"type":"Nonsense","at":1}', 'nonsense', '[]', 'null', '7', '{"at":1}', '{"type":"__proto__","at":1}'])(
  'a line that is no command ends with status 2 and its number, after the lines before it: %s',
  (bad) => {
    const { lines, status, stderr } = replay(`${CREATE}\n\n${bad}\n${REGISTER}\n`);
    expect(status).toBe(2);
    expect(stderr).toContain('line 3');
    expect(lines).toHaveLength(1);
  },
);

test.each(['1e400', '-1', '1.5', '9007199254740992', '-0', '"100"', 'null', '{}'])(
  'an amount of %s is malformed and no error',
  (amount) => {
    const bid = `{"type":"PlaceBid","at":2,"id":"x","lot":"l1","bidder":"b1","kind":"bid","channel":"online","amountMinor":${amount}}`;
    const { lines, status } = replay(`${CREATE}\n${REGISTER}\n${bid}\n`);
    expect(status).toBe(0);
    expect(lines[2]).toEqual({
      n: 3,
      events: [{ type: 'BidRejected', id: 'x', lot: 'l1', bidder: 'b1', reason: 'malformed', askMinor: 100, rev: 0 }],
    });
  },
);

test('a sale that contradicts itself is refused, with the path of its field for whoever wrote it, and nothing has changed', () => {
  const sale = (change: object) =>
    JSON.stringify({ type: 'CreateSale', at: 1, sale: { ...saleOf({}, [{}]), ...change } });
  const [lot] = saleOf({}, [{}]).lots;
  const timed = { ...lot, format: 'timed', opensAt: 5 };
  const cases: readonly (readonly [string, string])[] = [
    [
      sale({
        increments: {
          kind: 'steps',
          bound: 'low',
          rows: [
            [0, 5],
            [100, 25],
            [50, 10],
          ],
        },
      }),
      'increments.rows',
    ],
    [sale({ increments: { kind: 'steps', bound: 'low', rows: [[0, 0]] } }), 'increments.rows[0]'],
    [
      sale({
        premium: [
          [0, 2600],
          [0, 2000],
        ],
      }),
      'premium',
    ],
    [sale({ lots: [{ ...timed, closesAt: 5 }] }), 'lots[0].closesAt'],
    [sale({ lots: [lot, lot] }), 'lots[1].lotId'],
    [sale({ lots: [{ ...lot, openingMinor: 2 ** 53 }] }), 'lots[0].openingMinor'],
    [sale({ lots: [{ ...lot, openingMinor: Number.NaN }] }), 'lots[0].openingMinor'],
    [sale({}).replace('"openingMinor":100', '"openingMinor":1e400'), 'lots[0].openingMinor'],
    [`{"type":"CreateSale","at":1,"sale":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, ''],
    // A field that no rule knows is kept, and would be written again.
    [
      sale({}).replace('"openingMinor":100', `"openingMinor":100,"note":${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      'lots[0].note',
    ],
    [sale({ title: 'x'.repeat(1_000_000) }), 'title'],
  ];
  const { lines, status, stderr } = replay(`${cases.map(([line]) => line).join('\n')}\n${CREATE}\n`);
  expect(status).toBe(0);
  const said = stderr.split('\n');
  for (const [i, [, path]] of cases.entries()) {
    expect(lines[i]).toEqual({ n: i + 1, events: [{ type: 'CommandRefused', reason: 'malformed' }] });
    expect(said[i]).toContain(`line ${i + 1}: the sale is malformed: ${path}`);
  }
  expect(said).toHaveLength(cases.length + 1);
  expect(lines[cases.length]).toMatchObject({ events: [{ type: 'SaleCreated' }] });
});

test('a relative path is one from the folder of the house or, as npm runs it there, from where npm was called', () => {
  const there = mkdtempSync(join(tmpdir(), 'rostrum-replay-'));
  try {
    writeFileSync(join(there, 'evening.jsonl'), `${CREATE}\n`);
    const status = (calledFrom: string, file: string) =>
      spawnSync(process.execPath, [ROSTRUM, 'replay', file], {
        env: { ...process.env, INIT_CWD: calledFrom },
        timeout: 60_000,
      }).status;
    expect(status(there, 'evening.jsonl')).toBe(0);
    expect(status(join(there, 'elsewhere'), 'evening.jsonl')).toBe(1);
    // What lies in the folder of the house is found first; it is no file of commands.
    expect(status(there, 'package.json')).toBe(2);
  } finally {
    rmSync(there, { recursive: true });
  }
});

test('a file that is not there is an error of the user, not a line of the log', () => {
  expect(spawnSync(process.execPath, [ROSTRUM, 'replay', '/nowhere/at/all'], { timeout: 60_000 }).status).toBe(1);
});

const MANY = `${CREATE}\n${'{"type":"Clock","at":1,"pad":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}\n'.repeat(400_000)}`;

test('a reader that goes away ends it quietly', async () => {
  const child = spawn(process.execPath, [ROSTRUM, 'replay', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  // It stops reading, too: what it no longer takes is not this test's concern.
  child.stdin.on('error', () => {});
  child.stdin.end(MANY);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect([await once(child, 'close'), complaint]).toEqual([[0, null], '']);
});

test('a reader that is slow is waited for: while it does not read no input is taken, and then nothing is lost', async () => {
  const PIECES = 20;
  const piece = '{"type":"Clock","at":1}\n'.repeat(20_000);
  let taken = 0;
  function* pieces(): Generator<Buffer> {
    yield Buffer.from(`${CREATE}\n`);
    for (; taken < PIECES; taken += 1) yield Buffer.from(piece);
  }
  let held: (() => void) | null = null;
  let lines = 0;
  const reader = new Writable({
    highWaterMark: 1,
    write(bytes: Buffer, _encoding, done) {
      lines += bytes.toString().split('\n').length - 1;
      if (lines < 30_000) {
        held = done;
        reader.emit('held');
      } else done();
    },
  });
  const end = replayTo(pieces(), reader);
  await once(reader, 'held');
  const before = taken;
  // Many more turns of the loop than the rest of the input needs where nobody waits.
  for (let i = 0; i < 50 * PIECES; i += 1) await new Promise(setImmediate);
  expect([taken, before]).toEqual([before, before]);
  expect(before).toBeLessThan(PIECES);
  (held as (() => void) | null)?.();
  expect(await end).toBe(0);
  expect([taken, lines]).toEqual([PIECES, PIECES * 20_000 + 2]);
});
