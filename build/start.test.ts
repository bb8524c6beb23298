/** `npm start` as processes: what it refuses, what it stops, and that a sale goes on after its house was killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { subjects } from '../protocol/subjects.ts';
import type { SaleWord, Snapshot } from '../protocol/wire.ts';
import { signIn } from '../server/demo/session.ts';
import { freePort } from './ports.ts';
import { isAlive, readRunning } from './running.ts';

const root = join(import.meta.dirname, '..');

let folder = '';
let data = '';
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rostrum-start-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

type Start = { readonly child: ChildProcess; readonly ended: Promise<number | null>; said(): string };

/** By the same words as `npm start`, in a process group of its own so that Ctrl-C can be pressed on it. */
function start(options: readonly string[], env: Readonly<Record<string, string>> = {}): Start {
  const child = spawn(process.execPath, ['build/setup.js', 'build/start.ts', '--headless', ...options], {
    cwd: root,
    detached: true,
    env: { ...process.env, ROSTRUM_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      child.emit('said');
    });
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return { child, ended, said: () => said };
}

async function ready(of: Start): Promise<void> {
  while (!/^rostrum is ready at /m.test(of.said())) {
    const status = await Promise.race([of.ended, once(of.child, 'said').then(() => 'said')]);
    if (status !== 'said') throw new Error(`npm start ended with ${status}: ${of.said()}`);
  }
}

/** Three free ports in a row, as `--port` takes them. */
async function freeTriple(): Promise<number> {
  for (;;) {
    const first = await freePort();
    if (first < 65_000 && (await canListen(first + 1)) && (await canListen(first + 2))) return first;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** One sentence: the code, the cause, the next step; nothing of a trace. */
async function refusal(options: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const one = start(options, env);
  const status = await one.ended;
  const lines = one
    .said()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('· '));
  expect({ status, lines: lines.length }, one.said()).toEqual({ status: 1, lines: 1 });
  return lines[0] ?? '';
}

test('an option that there is not, and a folder that is a file', async () => {
  expect(await refusal(['--nonsense'])).toBe(
    'rostrum: option-unknown: npm start knows no option --nonsense; see npm start -- --help.',
  );
  writeFileSync(data, 'not a folder');
  expect(await refusal([])).toBe(
    `rostrum: folder-unwritable: ${data} is not a folder; set ROSTRUM_DATA to a folder that you may write.`,
  );
});

test('a port that another program has, which lives on; a nats-server that is not there', async () => {
  const foreign = createServer().listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  const address = foreign.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await refusal(['--port', String(port)])).toMatch(
    new RegExp(`^rostrum: port-taken: port ${port} \\(http\\) is in use by another program .*; stop that program, or`),
  );
  expect(foreign.listening).toBe(true);
  foreign.close();
  const lacking = join(folder, 'no-such-server');
  expect(await refusal(['--port', String(await freeTriple())], { ROSTRUM_NATS_SERVER: lacking })).toMatch(
    /^rostrum: nats-server-missing: ROSTRUM_NATS_SERVER is .*; set it to one, or unset it/,
  );
});

test('a second start says what runs; Ctrl-C stops all that was started, and no foreign nats-server', async () => {
  const foreign = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(await freePort())], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(foreign);
  await once(foreign.stderr, 'data');

  const port = await freeTriple();
  const first = start(['--port', String(port)]);
  await ready(first);
  const running = readRunning(data);
  const bus = Number(readFileSync(join(data, 'nats', 'nats.pid'), 'utf8'));
  const pids = [...Object.values(running?.children ?? {}), bus];
  expect(Object.keys(running?.children ?? {}).sort()).toEqual(['house', 'people']);
  expect(pids.every(isAlive)).toBe(true);

  const second = start(['--port', String(port)]);
  expect(await second.ended).toBe(0);
  expect(second.said()).toMatch(
    new RegExp(`^rostrum: already running at http://127.0.0.1:${port}, sale demo-\\S+, process ${running?.pid};`),
  );

  process.kill(-(first.child.pid ?? 0), 'SIGINT');
  expect(await first.ended).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(readRunning(data)).toBeNull();
  expect(isAlive(foreign.pid ?? 0)).toBe(true);
});

test('a house that is killed is one sentence; started again, the sale goes on and takes bids', async () => {
  const port = await freeTriple();
  const options = ['--port', String(port), '--no-bots'];
  const first = start(options);
  await ready(first);
  process.kill(readRunning(data)?.children.house ?? 0, 'SIGKILL');
  expect(await first.ended).toBe(1);
  expect(first.said()).toMatch(/^rostrum: house-failed: .*; run npm start again/m);

  await ready(start(options));
  const { accounts } = JSON.parse(readFileSync(join(data, 'demo', 'accounts.json'), 'utf8'));
  const { password } = accounts.find(({ user }: { readonly user: string }) => user === 'anna');
  const door = { house: `http://127.0.0.1:${port}`, nats: `nats://127.0.0.1:${port + 1}` };
  const anna = await signIn(door, 'anna', password);
  try {
    const sale = readRunning(data)?.sale ?? '';
    const resumed = new Promise<void>((resolve) => {
      anna.listen(subjects.sale(sale), (word) => (word as SaleWord).type === 'resumed' && resolve());
    });
    const look = async () => (await anna.ask(subjects.snapshot(sale, 'anna'), {})) as Snapshot;
    if ((await look()).held !== null) await resumed;
    const lot = (await look()).sale.lots.find(({ format }) => format === 'timed')?.lotId ?? '';
    const tickOf = async () => (await look()).ticks.find((one) => one.lot === lot);
    // Its opening was moved by the time that the house was away.
    await expect.poll(async () => (await tickOf())?.status, { interval: 250 }).toBe('open');
    const tick = await tickOf();
    const bid = {
      id: randomUUID(),
      lot,
      kind: 'bid',
      amountMinor: tick?.askMinor,
      basedOnRev: tick?.rev,
      sentAt: Date.now(),
    };
    expect(await anna.ask(subjects.bid(sale, 'anna'), bid)).toMatchObject({ outcome: 'accepted' });
  } finally {
    await anna.close();
  }
});
