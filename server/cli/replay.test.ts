/** The replay command as its users run it: a stable contract (RULES.md §8). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saleOf } from '../core/given.fixture.ts';
import { anyScript } from '../core/model.fuzz.ts';
import { emptyState, execute } from '../core/sale.ts';
import { eventsJson } from './event-json.ts';

const ROSTRUM = new URL('./rostrum.ts', import.meta.url).pathname;
const CREATE = JSON.stringify({ type: 'CreateSale', at: 1, sale: saleOf({}, [{ reserveMinor: 500 }]) });
const REGISTER = '{"type":"RegisterBidder","at":1,"bidder":"b1","limitMinor":null}';

function replay(input: string): { lines: unknown[]; status: number | null; stderr: string } {
  const { stdout, status, stderr } = spawnSync(process.execPath, [ROSTRUM, 'replay', '-'], {
    input,
    encoding: 'utf8',
    timeout: 20_000,
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

test('a file that is not there is an error of the user, not a line of the log', () => {
  expect(spawnSync(process.execPath, [ROSTRUM, 'replay', '/nowhere/at/all'], { timeout: 20_000 }).status).toBe(1);
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

test('a reader that is slow is waited for: nothing is lost, and input is not taken in meanwhile', async () => {
  const child = spawn(process.execPath, [ROSTRUM, 'replay', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(MANY);
  child.stdout.pause();
  await new Promise((resolve) => child.stdout.once('readable', resolve));
  expect(child.stdin.writableLength).toBeGreaterThan(0);
  let lines = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    for (const byte of bytes) if (byte === 10) lines += 1;
  });
  child.stdout.resume();
  await once(child, 'close');
  expect(lines).toBe(400_002);
});

test('events by template are the events', () => {
  fc.assert(
    fc.property(anyScript, (script) => {
      const state = emptyState();
      for (const command of script) {
        const events = execute(state, command);
        expect(JSON.parse(eventsJson(events))).toEqual(JSON.parse(JSON.stringify(events)));
      }
    }),
    { numRuns: 20 },
  );
});
