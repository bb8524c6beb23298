/**
 * The load, as a process of its own: `node generator.ts PLAN.json` bids as the plan says and prints one line of JSON. It knows
 * the subjects and payloads, never the house's code. A latency counts from the moment a bid was *meant* to leave.
 */
import { readFileSync } from 'node:fs';
import { peerLine } from '../peer/line.ts';
import { acks } from './acks.ts';
import { besideOthers } from './beside.ts';
import type { Credential } from './desk.ts';
import { histogram } from './histogram.ts';
import { type Line, type LineOptions, natsLine } from './line.ts';
import type { LoadResult, Plan } from './plan.ts';
import { requestLine } from './request-line.ts';
import { type Schedule, scheduleOf } from './schedule.ts';
import { watchTicks } from './watch.ts';
import { workload } from './workload.ts';

/** How often the open loop looks at the clock; what it costs is in every latency, and in the lag that is reported. */
const TURN_MS = 1;
/** How long answers are waited for after the last bid. */
const DRAIN_MS = 10_000;
/** Connections opened at a time. */
const OPENING = 20;

const planPath = process.argv[2];
if (planPath === undefined) throw new Error('which plan? node generator.ts PLAN.json');
const plan = JSON.parse(readFileSync(planPath, 'utf8')) as Plan;
process.stdout.write(`${JSON.stringify(await generate(plan))}\n`);
process.exit(0);

async function generate(plan: Plan): Promise<LoadResult> {
  const ack = histogram();
  const lag = histogram();
  const reasons: Record<string, number> = {};
  const counts = [0, 0, 0];
  const bidders = plan.desks * plan.biddersPerDesk;
  const worstOf = new Float64Array(bidders);
  const bidderOf: number[] = [];
  const meantAt: number[] = [];
  const tookMs: (number | undefined)[] = [];
  const ledger = acks();
  const bids = workload({ ...plan, bidders });
  const watch = watchTicks(plan, meantAt);
  const schedule: Schedule = scheduleOf(plan);
  let closedConnections = 0;
  let sent = 0;
  let answered = 0;
  let measuredFrom = Number.POSITIVE_INFINITY;
  let answeredBefore = 0;
  let backlogBytesMax = 0;
  let woken: (() => void) | null = null;

  const listener = (watcher: number): LineOptions['listener'] => ({
    onReply(bid, outcome, seq, reason) {
      const now = performance.now();
      const meant = meantAt[bid];
      if (meant === undefined || Number.isNaN(meant)) return;
      answered += 1;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome !== 0) {
        const why = reason();
        reasons[why] = (reasons[why] ?? 0) + 1;
      }
      if (outcome !== 2) ledger.add(bid, seq, outcome);
      if (meant >= measuredFrom) {
        const took = now - meant;
        ack.record(took);
        const bidder = bidderOf[bid] ?? 0;
        if (took > (worstOf[bidder] ?? 0)) worstOf[bidder] = took;
        if (plan.load.kind === 'spike') tookMs[bid] = took;
      }
      woken?.();
    },
    onTick: (lot, priceMinor) => watch.see(watcher, lot, priceMinor, measuredFrom),
    onClose: () => {
      closedConnections += 1;
    },
  });

  const lines = await openLines(plan, listener);
  const senders = lines.slice(0, plan.desks);
  const dirty = new Set<Line>();

  function sendOne(meant: number, now: number): void {
    const bid = sent;
    sent += 1;
    const draft = bids.next();
    meantAt.push(meant);
    bidderOf.push(draft.bidder);
    if (draft.step >= 0) watch.expect(draft.lot, draft.step, bid);
    if (meant >= measuredFrom) lag.record(Math.max(0, now - meant));
    const line = senders[Math.floor(draft.bidder / plan.biddersPerDesk)];
    if (line === undefined) throw new Error(`no desk for bidder ${draft.bidder}`);
    line.send(bid, draft.bidder, draft.lot, draft.amountMinor, draft.isMax);
    dirty.add(line);
  }

  function flush(): void {
    for (const line of dirty) {
      line.flush();
      if (line.backlogBytes > backlogBytesMax) backlogBytesMax = line.backlogBytes;
    }
    dirty.clear();
  }

  const cpuBefore = process.cpuUsage();
  const startedAt = schedule.startsAt();
  const warmUntil = startedAt + plan.warmSeconds * 1000;
  const lastAt = await new Promise<number>((resolve) => {
    const endAt = warmUntil + plan.seconds * 1000;
    const measuring = (now: number): void => {
      if (measuredFrom !== Number.POSITIVE_INFINITY || now < warmUntil) return;
      measuredFrom = warmUntil;
      answeredBefore = answered;
    };
    if (plan.load.kind === 'closed') {
      const { inFlight } = plan.load;
      let queued = false;
      const fill = (): void => {
        queued = false;
        const now = performance.now();
        measuring(now);
        if (now >= endAt) {
          woken = null;
          resolve(now);
          return;
        }
        while (sent - answered < inFlight) sendOne(now, now);
        flush();
      };
      woken = () => {
        if (queued) return;
        queued = true;
        setImmediate(fill);
      };
      fill();
      // A house that died answers nothing, and nothing else would wake this loop.
      setTimeout(fill, endAt - performance.now() + TURN_MS);
      return;
    }
    const turn = (): void => {
      const now = performance.now();
      measuring(now);
      let meant = startedAt + schedule.meantMs(sent);
      while (meant <= now && meant < endAt) {
        sendOne(meant, now);
        meant = startedAt + schedule.meantMs(sent);
      }
      flush();
      if (meant < endAt) setTimeout(turn, TURN_MS);
      else resolve(performance.now());
    };
    turn();
  });
  const answeredWhile = answered - answeredBefore;
  const cpu = process.cpuUsage(cpuBefore);
  const wallMicros = (lastAt - startedAt) * 1000;
  await drained(() => sent === answered && watch.complete());
  for (const line of lines) line.close();
  if (plan.acksPath !== null) ledger.write(plan.acksPath);
  const served = [...worstOf].filter((ms) => ms > 0).sort((a, b) => a - b);
  return {
    sent,
    answered,
    unanswered: sent - answered,
    accepted: counts[0] ?? 0,
    rejected: counts[1] ?? 0,
    refused: counts[2] ?? 0,
    reasons,
    answeredPerSecond: (answeredWhile * 1000) / (lastAt - warmUntil),
    ack: ack.summary(),
    tick: watch.latencies.summary(),
    ticks: watch.counts(),
    lag: lag.summary(),
    cores: wallMicros > 0 ? (cpu.user + cpu.system) / wallMicros : 0,
    backlogBytesMax,
    fairness: {
      medianMs: served[served.length >> 1] ?? 0,
      worstMs: served.at(-1) ?? 0,
      beside: besideOthers(meantAt, tookMs, bidderOf),
    },
    closedConnections,
  };
}

async function openLines(plan: Plan, listener: (watcher: number) => LineOptions['listener']): Promise<Line[]> {
  const { target } = plan;
  const credentials =
    target.kind === 'nats' && target.credentialsPath !== null
      ? (JSON.parse(readFileSync(target.credentialsPath, 'utf8')) as Record<string, Credential>)
      : null;
  const lines: Line[] = [];
  const all = plan.desks + plan.watchers;
  for (let from = 0; from < all; from += OPENING) {
    const some = Array.from({ length: Math.min(OPENING, all - from) }, (_, i) => from + i);
    const opened = await Promise.all(
      some.map((index) => {
        const user = index < plan.desks ? deskName(plan, index) : `w${index - plan.desks}`;
        const credential = credentials === null ? null : credentials[user];
        if (credential === undefined) throw new Error(`no credential for ${user}`);
        return openLine(target, {
          port: target.port,
          sale: plan.sale,
          idPrefix: plan.idPrefix,
          user,
          bidders: biddersOf(plan, index),
          credential,
          watches: index >= plan.desks,
          listener: listener(index - plan.desks),
        });
      }),
    );
    lines.push(...opened);
  }
  return lines;
}

function openLine(target: Plan['target'], options: LineOptions): Promise<Line> {
  if (target.kind === 'nats') return natsLine(options);
  return target.kind === 'peer' ? peerLine(options) : requestLine(target.dir, options);
}

/** A desk of one bidder signs in as that bidder; a desk of many has a name of its own. */
function deskName(plan: Plan, index: number): string {
  return plan.biddersPerDesk === 1 ? `b${index}` : `d${index}`;
}

function biddersOf(plan: Plan, index: number): number[] {
  if (index >= plan.desks) return [];
  return Array.from({ length: plan.biddersPerDesk }, (_, i) => index * plan.biddersPerDesk + i);
}

async function drained(done: () => boolean): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  while (!done() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
}
