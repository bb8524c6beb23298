import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser, type KeyPair } from 'nkeys.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../protocol/event.ts';
import { inboxPrefix, subjects } from '../protocol/subjects.ts';
import type { BidReply, LoginReply, Tick } from '../protocol/wire.ts';
import { LIMITS } from './door/limits.ts';
import { openJournal } from './journal/file.ts';
import { type Nats, startNats } from './nats/start.ts';
import { liveLot, smallSale, timedLot } from './stage/sales.ts';
import { type Desk, openDesk } from './stage/stage.ts';

const PORT = 4388;
const [TCP, WS] = [PORT + 1, PORT + 2];
const FAKETIME = ['x86_64', 'aarch64'].map((kind) => `/usr/lib/${kind}-linux-gnu/faketime/libfaketimeMT.so.1`);
const RATES = { perSecond: 1e6, burst: 1e6 };

type Running = {
  readonly child: ChildProcess;
  /** All that it wrote to standard error so far. */
  said(): string;
  readonly status: Promise<number | null>;
};

describe('the whole process of a house', () => {
  let dir = '';
  let nats: Nats;
  const running: Running[] = [];

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'rostrum-process-'));
    writeFileSync(join(dir, 'sale.json'), JSON.stringify(smallSale('s1', [liveLot('l1', 1)])));
    const accounts = ['anna', 'clerk'].map((user) => ({
      user,
      name: user,
      role: roleOf(user),
      password: 'correct horse',
    }));
    writeFileSync(join(dir, 'accounts.json'), JSON.stringify({ accounts }));
    nats = await startNats({ dir, ports: { tcp: TCP, webSocket: WS } });
  });
  afterEach(async () => {
    for (const { child, status } of running.splice(0)) {
      child.kill('SIGKILL');
      await status;
    }
    await nats.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** `before`: the command that runs it, such as strace. */
  function run(port: number, before: readonly string[] = []): Running {
    const [command = '', ...args] = [
      ...before,
      ...[process.execPath, join(import.meta.dirname, 'main.ts'), '--data', dir, '--sale', join(dir, 'sale.json')],
      ...['--demo-accounts', join(dir, 'accounts.json'), '--nats', nats.url, '--ws-port', String(WS)],
      ...['--port', String(port), '--limits', JSON.stringify({ bidder: RATES, bidderLot: RATES }), '--log', 'silent'],
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const one = { child, said: () => said, status: once(child, 'close').then(([status]) => status as number | null) };
    running.push(one);
    return one;
  }

  it('refuses a folder that another house is on, and names that one', async () => {
    const first = run(PORT);
    await ready(first);
    const second = run(PORT + 3);
    expect(await second.status).toBe(1);
    expect(second.said()).toMatch(new RegExp(`^journal-locked: .* by process ${first.child.pid}: .*\\n$`));
    // The first is none the worse for it.
    expect((await fetch(`http://127.0.0.1:${PORT}/readyz`)).status).toBe(200);
  });

  it('answers what is in flight when it is told to end, and leaves a log that opens', async () => {
    const house = run(PORT);
    await ready(house);
    const anna = await openedSale();
    const answers = listen(anna);
    bidMany(anna, 2_000);
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    house.child.kill('SIGTERM');
    expect(await house.status).toBe(0);
    expect(house.said()).toBe('');
    await anna.line.settle();
    const decided = answers.filter(({ outcome }) => outcome !== 'refused');
    const records = await bidRecords();
    // Each bid that is in the log was answered, and the other way round; what came in later was told to come again.
    expect(decided.map(({ id }) => id).toSorted()).toEqual(records.map(({ command }) => idOf(command)).toSorted());
    expect(new Set(answers.filter(({ outcome }) => outcome === 'refused').map(({ reason }) => reason))).not.toContain(
      'journal-unavailable',
    );
    await anna.line.close();
  });

  it('ends with one sentence when a sync fails, and has told nothing that is not in the log', async (test) => {
    if (!hasStrace()) return test.skip('SKIPPED: no strace');
    const inject = ['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=40+'];
    const house = run(PORT, ['strace', '-f', '-qq', '-o', '/dev/null', ...inject]);
    await ready(house);
    const anna = await openedSale();
    const answers = listen(anna);
    const ended = house.status;
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let n = 0; !isOver; n += 1) {
      const before = answers.length;
      bid(anna, n);
      await expect.poll(() => isOver || answers.length > before, { interval: 2, timeout: 20_000 }).toBe(true);
    }
    expect(await ended).toBe(1);
    expect(house.said()).toMatch(/^journal-[a-z]+: [^\n]*EIO[^\n]*\n$/);
    const records = new Set((await bidRecords()).map(({ command }) => idOf(command)));
    const decided = answers.filter(({ outcome }) => outcome !== 'refused');
    expect(decided.length).toBeGreaterThan(5);
    for (const { id } of decided) expect(records).toContain(id);
    await anna.line.close();
  });

  it('goes by the monotonic clock, whatever becomes of the wall’s', async (test) => {
    const library = FAKETIME.find(existsSync);
    if (library === undefined) return test.skip('SKIPPED: no faketime');
    const steer = join(dir, 'wall');
    const wall = (offset: string) => {
      writeFileSync(`${steer}.new`, offset);
      renameSync(`${steer}.new`, steer);
    };
    wall('+0');
    const began = Date.now();
    const closesAt = began + 8_000;
    const timed = smallSale('s1', [timedLot('l1', 1, began - 1_000, closesAt)]);
    writeFileSync(join(dir, 'sale.json'), JSON.stringify(timed));
    const fake = ['FAKETIME_NO_CACHE=1', 'FAKETIME_DONT_FAKE_MONOTONIC=1', `FAKETIME_TIMESTAMP_FILE=${steer}`];
    const house = run(PORT, ['env', ...fake, `LD_PRELOAD=${library}`]);
    await ready(house);
    const anna = await openedSale();
    const closed = new Promise<number>((resolve) => {
      anna.line.subscribe(subjects.tick('s1', 'l1'), ({ text }) => {
        if ((JSON.parse(text) as Tick).status === 'sold') resolve(Date.now());
      });
    });
    const answered = [await anna.bid('s1', { id: 'a1', lot: 'l1', kind: 'max', amountMinor: 1_000 })];
    for (const [id, offset] of [
      ['a2', '+3600'],
      ['a3', '-3600'],
      ['a4', '+0'],
    ] as const) {
      wall(offset);
      // The process sees the jump: the lives of its passes go by the wall clock.
      await expect
        .poll(async () => Math.abs((await wallOf()) - Date.now() - Number(offset) * 1_000))
        .toBeLessThan(60_000);
      answered.push(await anna.bid('s1', { id, lot: 'l1', kind: 'max', amountMinor: Number(id.slice(1)) * 1_000 }));
    }
    wall('-3600');
    expect(answered.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    const lateMs = (await closed) - closesAt;
    // The wall's jumps are of an hour.
    expect(lateMs).toBeGreaterThanOrEqual(-1_000);
    expect(lateMs).toBeLessThan(60_000);
    await anna.line.close();
    house.child.kill('SIGTERM');
    expect(await house.status).toBe(0);
    const ats = (await allRecords()).map(({ at }) => at);
    expect(ats).toEqual(ats.toSorted((a, b) => a - b));
    expect((ats.at(-1) ?? 0) - began).toBeLessThan(600_000);
  });

  async function openedSale(): Promise<Desk> {
    const [clerk, anna] = [await signIn('clerk'), await signIn('anna')];
    await clerk.order('s1', { type: 'RegisterBidder', bidder: 'anna', limitMinor: null });
    await clerk.order('s1', { type: 'OpenLot', lot: 'l1' });
    await clerk.line.close();
    return anna;
  }

  /** The log, read as the next house would. */
  async function allRecords(): Promise<readonly LogRecord[]> {
    const journal = await openJournal({ dir: join(dir, 'sales', 's1', 'log') });
    const records: LogRecord[] = [];
    for await (const record of journal.read(1)) records.push(record);
    await journal.close();
    return records;
  }

  async function bidRecords(): Promise<readonly LogRecord[]> {
    return (await allRecords()).filter(({ command }) => command.type === 'PlaceBid');
  }
});

function roleOf(user: string): string {
  return user === 'clerk' ? 'clerk' : 'bidder';
}

function idOf(command: LogRecord['command']): string {
  return 'id' in command ? command.id : '';
}

/** Resolves at the line that says so; an end before it is an error. */
async function ready({ child, said, status }: Running): Promise<void> {
  const went = await Promise.race([once(child.stdout ?? child, 'data'), status]);
  if (!Array.isArray(went)) throw new Error(`the house ended at its start with ${went}: ${said()}`);
}

async function signIn(user: string): Promise<Desk> {
  const key = createUser();
  return openDesk(user, key, await logIn(user, key));
}

async function logIn(user: string, key: KeyPair): Promise<LoginReply> {
  const reply = await fetch(`http://127.0.0.1:${PORT}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password: 'correct horse', publicKey: key.getPublicKey() }),
  });
  return (await reply.json()) as LoginReply;
}

/** What the house's wall clock shows. */
async function wallOf(): Promise<number> {
  return (await logIn('anna', createUser())).expiresAt - LIMITS.jwtLifeMs;
}

const ANSWERS = `${inboxPrefix('anna')}.all`;

function listen(desk: Desk): readonly BidReply[] {
  const answers: BidReply[] = [];
  desk.line.subscribe(ANSWERS, ({ text }) => {
    // Where no house listens any more the server answers with nothing.
    if (text !== '') answers.push(JSON.parse(text));
  });
  return answers;
}

function bid(desk: Desk, n: number): void {
  const asked = { id: `a${n}`, lot: 'l1', kind: 'max', amountMinor: 1_000 + n * 100, basedOnRev: 0, sentAt: 0 };
  desk.line.publish(subjects.bid('s1', 'anna'), JSON.stringify(asked), ANSWERS);
}

function bidMany(desk: Desk, count: number): void {
  for (let n = 0; n < count; n += 1) bid(desk, n);
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
