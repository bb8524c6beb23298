/** Row `start`: `npm start` on an installed machine, with a data folder that is not there yet, until a bid has been accepted. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createUser } from 'nkeys.js';
import { inboxPrefix, subjects } from '../../../protocol/subjects.ts';
import type { BidReply, LoginReply, Snapshot } from '../../../protocol/wire.ts';
import { openDesk } from '../load/desk.ts';
import { exact, median, type Row, rounds, rowResult, timed } from '../row.ts';
import { PORTS } from '../stage.ts';

const GOAL_MS = 5_000;
const START_MS_MAX = 40_000;
const LOOK_MS = 20;
const ANSWER_MS_MAX = 2_000;

export const start: Row = {
  about: '`npm start` on an installed machine until a bid has been accepted',
  async run(options) {
    const mine = rounds();
    let accepted = 0;
    const many = options.small ? 1 : 3;
    for (let round = 0; round < many; round += 1) {
      const times = await startOnce();
      accepted += 1;
      mine.add(times);
    }
    const first = median(mine.of('acceptedMs'));
    return rowResult({
      row: 'start',
      figures: mine.figures,
      goals: [
        timed(options, `a bid accepted within ${GOAL_MS} ms`, first, first <= GOAL_MS),
        exact('starts that took a bid', accepted, accepted === many),
      ],
      notes: ['a data folder of its own each time: keys, accounts and the demonstration sale are made in that time'],
    });
  },
};

async function startOnce(): Promise<Record<string, number>> {
  const dir = await mkdtemp(join(tmpdir(), 'rostrum-bench-'));
  const began = performance.now();
  // A group of its own, so that the whole tree of it can be ended by its id.
  const child = spawn('npm', ['start', '--', '--headless', '--port', `${PORTS.start}`], {
    cwd: new URL('../../..', import.meta.url),
    env: { ...process.env, ROSTRUM_DATA: dir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const house = `http://127.0.0.1:${PORTS.start}`;
    const until = began + START_MS_MAX;
    while (!(await isReady(house))) {
      if (performance.now() > until) throw new Error(`npm start was not ready in ${START_MS_MAX} ms: ${said}`);
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${said}`);
      await wait(LOOK_MS);
    }
    const readyMs = performance.now() - began;
    await bidOnce(house, until);
    return { readyMs, acceptedMs: performance.now() - began };
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await Promise.race([ended, wait(ANSWER_MS_MAX * 3)]);
    await rm(dir, { recursive: true, force: true });
  }
}

async function isReady(house: string): Promise<boolean> {
  return await fetch(`${house}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

/** Signs in as the demonstration's bidder and bids the ask of an open lot until one is accepted. */
async function bidOnce(house: string, until: number): Promise<void> {
  const key = createUser();
  const seed = new TextDecoder().decode(key.getSeed());
  const demo = (await getJson(`${house}/v1/demo`)) as { accounts: { user: string; password: string; role: string }[] };
  const account = demo.accounts.find(({ role }) => role === 'bidder');
  if (account === undefined) throw new Error('the demonstration shows no bidder');
  const response = await fetch(`${house}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: account.user, password: account.password, publicKey: key.getPublicKey() }),
  });
  const { jwt, servers, user } = (await response.json()) as LoginReply;
  const { sales } = (await getJson(`${house}/v1/sales`)) as { sales: { id: string }[] };
  const sale = sales[0]?.id;
  if (sale === undefined) throw new Error('the house has no sale');

  let answer: (text: string) => void = () => {};
  const desk = await openDesk({
    port: Number(new URL(servers[0] ?? '').port),
    credential: { jwt, seed },
    onMessage: (bytes, _from, _to, start, end) => answer(bytes.toString('utf8', start, end)),
    onClose: () => {},
  });
  let asked = 0;
  const ask = (subject: string, body: object): Promise<unknown> => {
    asked += 1;
    desk.publish(subject, `${inboxPrefix(user.id)}.${asked}`, JSON.stringify(body));
    desk.flush();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer on ${subject}`)), ANSWER_MS_MAX);
      answer = (text) => {
        clearTimeout(timer);
        resolve(JSON.parse(text));
      };
    });
  };
  desk.subscribe(`${inboxPrefix(user.id)}.>`);
  try {
    while (performance.now() < until) {
      const { ticks } = (await ask(subjects.snapshot(sale, user.id), {})) as Snapshot;
      const open = ticks.find(
        ({ status, askMinor }) => (status === 'open' || status === 'warned') && askMinor !== null,
      );
      if (open !== undefined) {
        const bid = {
          id: `start-${asked}`,
          lot: open.lot,
          kind: 'bid',
          amountMinor: open.askMinor,
          basedOnRev: open.rev,
          sentAt: Date.now(),
        };
        const reply = (await ask(subjects.bid(sale, user.id), bid)) as BidReply;
        if (reply.outcome === 'accepted') return;
      }
      await wait(LOOK_MS * 5);
    }
    throw new Error('no bid was accepted');
  } finally {
    desk.close();
  }
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
