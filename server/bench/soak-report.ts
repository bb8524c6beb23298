/** What the minutes of a soak say together: is the house as it was at the beginning? Judges and writes down; measures nothing. */
import { commitOf, machineOf, placeOf } from './machine.ts';
import { median } from './row.ts';
import { number } from './table.ts';

export type Minute = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMiB: number;
  /** After a collection. */
  readonly heapMiB: number;
  readonly handles: number;
  readonly bids: number;
  readonly unanswered: number;
  readonly refused: number;
};
export type Proof = { readonly lost: number; readonly different: number; readonly acknowledged: number };
export type Goal = { readonly goal: string; readonly value: number; readonly met: boolean };

const P99_GROWTH_MAX = 1.5;
const HANDLES_GROWTH_MAX = 16;
/** Nothing of a bid stays where the collector walks. */
const HEAP_GROWTH_MAX = 1.15;
/**
 * What is kept for as long as the sale lives, in columns (`server/memory.test.ts`): the row of a decision, its id with the way to it, its
 * place among the changes of its lot; 50 to 60 bytes of a bench's bid,
 * the room into which the columns grow, and the holes that they left when they grew. Nothing else may grow with the bids.
 */
const RSS_BYTES_PER_BID_MAX = 128;
/** Fewer minutes have no early and late third to speak of. */
const MINUTES_MIN = 6;
const ROWS = 12;

/** The last third of the minutes against the first, and the log against what was acknowledged. */
export function judge(minutes: readonly Minute[], proof: Proof): Goal[] {
  const third = Math.max(1, Math.floor(minutes.length / 3));
  const early = minutes.slice(0, third);
  const late = minutes.slice(-third);
  const grown = (name: keyof Minute): number => of(name, late) - of(name, early);
  const half = Math.ceil(third / 2);
  const between = minutes.length > 2 * half ? minutes.slice(half, -half) : minutes;
  const p99Growth = of('p99Ms', late) / of('p99Ms', early);
  const rssPerBid = (grown('rssMiB') * 2 ** 20) / Math.max(1, sum('bids', between));
  const isLong = minutes.length >= MINUTES_MIN;
  const atMost = (goal: string, value: number, limit: number): Goal => ({
    goal: `${goal}, at most ${limit}`,
    value,
    met: !isLong || value <= limit,
  });
  const none = (goal: string, value: number): Goal => ({ goal, value, met: value === 0 });
  return [
    atMost('p99 of the last third over the first', p99Growth, P99_GROWTH_MAX),
    atMost('handles more in the last third', grown('handles'), HANDLES_GROWTH_MAX),
    atMost('heap of the last third over the first', of('heapMiB', late) / of('heapMiB', early), HEAP_GROWTH_MAX),
    atMost('bytes of memory more for each bid', rssPerBid, RSS_BYTES_PER_BID_MAX),
    none('bids unanswered', sum('unanswered', minutes)),
    none('bids refused at the door', sum('refused', minutes)),
    none('acknowledged bids that the log lacks after the kill', proof.lost),
    none('acknowledged bids that the log tells otherwise', proof.different),
  ];
}

export function soakMarkdown(minutes: readonly Minute[], proof: Proof, ratePerSecond: number): string {
  const goals = judge(minutes, proof);
  const each = Math.max(1, Math.ceil(minutes.length / ROWS));
  const rows = [];
  for (let from = 0; from < minutes.length; from += each) {
    const part = minutes.slice(from, from + each);
    const cells = (['p50Ms', 'p99Ms', 'heapMiB', 'rssMiB', 'handles'] as const).map((name) => number(of(name, part)));
    rows.push(`| ${from + 1}–${from + part.length} | ${number(sum('bids', part))} | ${cells.join(' | ')} |`);
  }
  return [
    '# Soak',
    'Made by `node server/bench/soak.ts --write`; do not edit it. How it is taken is in `docs/howto/measure-speed.md`.',
    `${minutes.length} minutes at ${number(ratePerSecond)} bids a second over the bus, with desks that come and go all the while; each line has the medians of its minutes. Memory is the house's own, its heap after a collection. What grows with the bids are the columns of decided ids, each with its decision, which are kept for as long as the sale lives: they make a repeated bid harmless. At the end the house is killed and its log held against ${number(proof.acknowledged)} acknowledged bids.`,
    [
      '| minutes | bids | p50 ms | p99 ms | heap MiB | memory MiB | handles |',
      '|---|--:|--:|--:|--:|--:|--:|',
      ...rows,
    ].join('\n'),
    goals.map(({ goal, value, met }) => `- ${met ? 'met' : '**not met**'}: ${goal} (${number(value)})`).join('\n'),
    `Measured ${new Date().toISOString().slice(0, 16)} at ${commitOf()} on ${placeOf(machineOf())}.\n`,
  ].join('\n\n');
}

function of(name: keyof Minute, part: readonly Minute[]): number {
  return median(part.map((minute) => minute[name]));
}

function sum(name: keyof Minute, part: readonly Minute[]): number {
  return part.reduce((total, minute) => total + minute[name], 0);
}
