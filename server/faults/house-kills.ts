/**
 * The campaign on the real house: `main.ts` over a real nats-server, killed under load and started again, with desks that stay,
 * ask again for what was not answered, and write down what they saw. Their history is then held against the log by the checker.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createUser } from 'nkeys.js';
import type { HistoryLine } from '../../protocol/log.ts';
import { inboxPrefix, subjects } from '../../protocol/subjects.ts';
import type { BidReply, BidRequest, LoginReply, Tick } from '../../protocol/wire.ts';
import { checkHistory } from '../check/check.ts';
import { NAIVE_RECORDS_MAX, naiveModel, rulesAgain } from '../check/models.ts';
import { openLogReader } from '../journal/reader.ts';
import { startNats } from '../nats/start.ts';
import { createRandom } from '../sim/random.ts';
import type { Heard } from '../stage/line.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openDesk } from '../stage/stage.ts';
import type { Row } from './rounds.ts';
import type { FaultControl } from './watch.ts';

const SALE = 's1';
const LOT = 'l1';
const BIDDERS = ['anna', 'ben'] as const;
const PASSWORD = 'correct horse';
const IN_FLIGHT = 8;
/** A round that gives no answers in this time is wrong. */
const ROUND_MS_MAX = 20_000;
const LIMITS = {
  bidder: { perSecond: 1e6, burst: 1e6 },
  bidderLot: { perSecond: 1e6, burst: 1e6 },
};
/** Desks sign in anew before their session of five minutes ends: a campaign is longer. */
const SESSION_MS_MAX = 4 * 60_000;

/** `port` is the first of three. */
export async function houseKillRounds(rounds: number, control: FaultControl, port: number, seed = 1): Promise<Row> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-house-kills-'));
  const nats = await startNats({ dir, ports: { tcp: port + 1, webSocket: port + 2 } });
  const random = createRandom(seed);
  const history: HistoryLine[] = [];
  const wrong: string[] = [];
  const desks: Desk[] = [];
  let house: ChildProcess | null = null;
  const bidders = BIDDERS.map((bidder) => createBidder(bidder, history));
  let signedInAt = Number.NEGATIVE_INFINITY;
  async function signInAll(): Promise<void> {
    signedInAt = Date.now();
    for (const desk of desks.splice(0)) await desk.line.close();
    for (const user of ['clerk', ...BIDDERS]) desks.push(await signIn(user, port));
    for (const [index, bidder] of bidders.entries()) bidder.sit(desks[index + 1] as Desk);
  }
  /** The clerk lets the sale go on, and everybody bids until so many have their answers. */
  async function load(round: number, answers: number): Promise<void> {
    if (Date.now() - signedInAt > SESSION_MS_MAX) await signInAll();
    const clerk = desks[0] as Desk;
    if (round === 1) {
      for (const bidder of BIDDERS) await clerk.order(SALE, { type: 'RegisterBidder', bidder, limitMinor: null });
      await clerk.order(SALE, { type: 'OpenLot', lot: LOT });
    } else await clerk.order(SALE, { type: 'ResumeSale', graceMs: 0 });
    for (const bidder of bidders) await bidder.resync();
    await Promise.all(bidders.map((bidder) => bidder.load(answers)));
  }
  try {
    prepare(dir);
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      house = await start(dir, nats.url, port, control);
      const answers = random.int(20, 200);
      await inTime(load(round, answers), house, wrong, round);
      const gone = once(house, 'exit');
      house.kill('SIGKILL');
      if (house.exitCode === null && house.signalCode === null) await gone;
      for (const bidder of bidders) bidder.pause();
    }
    // What was never answered is asked once more, so that every bid has its end.
    if (wrong.length === 0) {
      house = await start(dir, nats.url, port, control);
      await inTime(Promise.all(bidders.map((bidder) => bidder.settle())), house, wrong, rounds + 1);
    }
    const reader = openLogReader(path.join(dir, 'sales', SALE, 'log'));
    const decide = reader.lastSeq() <= NAIVE_RECORDS_MAX ? naiveModel() : rulesAgain();
    const report = checkHistory(history, reader.records(1), decide);
    wrong.push(...report.wrong);
    const what = 'SIGKILL of the real house over NATS';
    return { what, control, rounds, told: report.answered, found: report.records, wrong };
  } finally {
    house?.kill('SIGKILL');
    for (const desk of desks) await desk.line.close();
    await nats.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

type Bidder = {
  /** From here on he bids and hears by this desk. */
  sit(desk: Desk): void;
  /** Asks for the sale anew: what it missed while the house was away it does not know. */
  resync(): Promise<void>;
  /** Bids, the unanswered ones first, until so many answers have come. */
  load(answers: number): Promise<void>;
  pause(): void;
  /** Resolves when everything ever sent has an answer. */
  settle(): Promise<void>;
};

function createBidder(bidder: string, history: HistoryLine[]): Bidder {
  const waiting = new Map<string, BidRequest>();
  const answers = `${inboxPrefix(bidder)}.kills`;
  let count = 0;
  let answered = 0;
  let isRunning = false;
  let last: BidRequest | null = null;
  let wanted = { answers: 0, wake: () => {} };
  let amountMinor = 1_000;

  const note = () => ({ client: bidder, at: performance.now() });
  let desk: Desk;
  function hearAnswer({ text }: Heard): void {
    // The server itself says with no text that nobody is there.
    if (text === '') return;
    const reply: BidReply = JSON.parse(text);
    if (reply.outcome === 'refused') return;
    history.push({ ...note(), bidder, answered: reply });
    if (reply.askMinor !== undefined && reply.askMinor !== null) amountMinor = Math.max(amountMinor, reply.askMinor);
    last = waiting.get(reply.id) ?? last;
    waiting.delete(reply.id);
    answered += 1;
    if (answered >= wanted.answers) wanted.wake();
    if (isRunning) fill();
  }
  function hearTick({ text }: Heard): void {
    const { lot, rev, seq, priceMinor, fromRev }: Tick = JSON.parse(text);
    const folded = fromRev === undefined ? {} : { fromRev };
    history.push({ ...note(), tick: { lot, rev, seq, priceMinor, ...folded } });
  }
  function send(request: BidRequest): void {
    desk.line.publish(subjects.bid(SALE, bidder), JSON.stringify(request), answers);
  }
  function fill(): void {
    while (waiting.size < IN_FLIGHT) {
      count += 1;
      amountMinor += 100;
      const kind = count % 3 === 0 ? 'bid' : 'max';
      const request = { id: `${bidder}-${count}`, lot: LOT, kind, amountMinor, basedOnRev: 0, sentAt: 0 } as const;
      waiting.set(request.id, request);
      history.push({ ...note(), bidder, sent: request });
      send(request);
    }
  }
  function untilAnswers(answers: number): Promise<void> {
    return new Promise((wake) => {
      wanted = { answers: answered + answers, wake };
      if (answers === 0) wake();
    });
  }
  return {
    sit(next) {
      desk = next;
      desk.line.subscribe(answers, hearAnswer);
      desk.line.subscribe(subjects.tick(SALE, LOT), hearTick);
    },
    async resync() {
      const snapshot = await desk.snapshot(SALE);
      history.push({ ...note(), resync: { seq: snapshot.seq } });
    },
    load(answers) {
      const enough = untilAnswers(answers);
      isRunning = true;
      for (const request of waiting.values()) send(request);
      fill();
      return enough;
    },
    pause() {
      isRunning = false;
      // As if its answer had been lost on the way: it is asked for again by the same id, and must not be decided twice.
      if (last !== null) waiting.set(last.id, last);
    },
    settle() {
      const all = untilAnswers(waiting.size);
      for (const request of waiting.values()) send(request);
      return all;
    },
  };
}

function prepare(dir: string): void {
  fs.writeFileSync(path.join(dir, 'sale.json'), JSON.stringify(smallSale(SALE, [liveLot(LOT, 1)])));
  const accounts = ['clerk', ...BIDDERS].map((user) => ({
    ...{ user, name: user, role: user === 'clerk' ? 'clerk' : 'bidder', password: PASSWORD },
  }));
  fs.writeFileSync(path.join(dir, 'accounts.json'), JSON.stringify({ accounts }));
}

async function start(dir: string, natsUrl: string, port: number, control: FaultControl): Promise<ChildProcess> {
  const broken = pathToFileURL(path.join(import.meta.dirname, 'broken-journal.ts')).href;
  const house = spawn(
    process.execPath,
    [
      ...(control === 'none' ? [] : [`--import=${broken}`]),
      ...[path.join(import.meta.dirname, '../main.ts'), '--data', dir, '--sale', path.join(dir, 'sale.json')],
      ...['--demo-accounts', path.join(dir, 'accounts.json'), '--nats', natsUrl, '--ws-port', String(port + 2)],
      ...['--port', String(port), '--limits', JSON.stringify(LIMITS), '--log', 'silent'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ROSTRUM_FAULT_CONTROL: control } },
  );
  await Promise.race([once(house.stdout, 'data'), once(house, 'exit')]);
  if (house.exitCode !== null) throw new Error(`the house ended at its start with ${house.exitCode}`);
  return house;
}

async function signIn(user: string, port: number): Promise<Desk> {
  const key = createUser();
  const reply = await fetch(`http://127.0.0.1:${port}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password: PASSWORD, publicKey: key.getPublicKey() }),
  });
  return openDesk(user, key, (await reply.json()) as LoginReply);
}

/** Waits for `work`; a house that does not answer in time, or ends by itself, is wrong. */
async function inTime(work: Promise<unknown>, house: ChildProcess, wrong: string[], round: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      wrong.push(`round ${round} had no answers in ${ROUND_MS_MAX} ms`);
      resolve();
    }, ROUND_MS_MAX);
  });
  const ended = (status: number | null) => wrong.push(`round ${round}: the house ended by itself with ${status}`);
  const gone = new Promise<void>((resolve) => house.once('exit', () => resolve()));
  house.once('exit', ended);
  work.catch(() => {});
  await Promise.race([work, tooLate, gone]);
  house.off('exit', ended);
  clearTimeout(timer);
}
