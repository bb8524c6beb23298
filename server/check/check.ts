/**
 * The checker of histories (FAULTS.md): what clients did and saw against what the log says. Decides every command again with the
 * second, naive model of the rules. Returns every disagreement; an empty list is a good history.
 */
import type { LogRecord } from '../../protocol/event.ts';
import type { HistoryLine } from '../../protocol/log.ts';

export type Decide = (record: LogRecord) => readonly unknown[];

export type CheckReport = {
  readonly wrong: readonly string[];
  readonly records: number;
  readonly answered: number;
  readonly ticks: number;
};

type Sent = { readonly at: number; readonly client: string };
const WRONG_MAX = 100;

/** Times of one machine's monotonic clock; clients on other machines are compared with themselves only if `clocksAgree` is false. */
export function checkHistory(history: Iterable<HistoryLine>, log: Iterable<LogRecord>, decide: Decide): CheckReport {
  const wrong: string[] = [];
  const say = (what: string) => {
    if (wrong.length < WRONG_MAX) wrong.push(what);
  };
  const records: {
    readonly at: number;
    readonly revs: Map<string, number>;
    readonly prices: Map<string, number | null>;
  }[] = [];
  const decided = new Map<string, number>();
  const outcomes = new Map<
    number,
    { readonly id: string; readonly bidder: string; readonly outcome: string; readonly reason: string | null }
  >();
  for (const record of log) {
    if (record.seq !== records.length + 1) say(`record ${record.seq} stands where ${records.length + 1} is due`);
    if (record.at < (records.at(-1)?.at ?? 0)) say(`record ${record.seq}: time goes backwards`);
    if (!isEqual(decide(record), record.events)) say(`record ${record.seq}: the naive model decides otherwise`);
    note(record);
  }

  function note(record: LogRecord): void {
    const { seq, command, events } = record;
    const revs = new Map<string, number>();
    const prices = new Map<string, number | null>();
    for (const event of events) {
      if ('lot' in event && 'rev' in event && event.rev !== undefined) revs.set(event.lot, event.rev);
      if (event.type === 'PriceChanged') prices.set(event.lot, event.priceMinor);
    }
    records.push({ at: record.at, revs, prices });
    if (command.type !== 'PlaceBid' && command.type !== 'LowerMax') return;
    const own = events.find((event) => ('id' in event && event.id === command.id) || event.type === 'CommandRefused');
    if (own === undefined) return;
    const reason = 'reason' in own ? String(own.reason) : null;
    if (reason !== 'malformed') {
      const before = decided.get(command.id);
      if (before !== undefined) say(`bid ${command.id} was decided twice, by records ${before} and ${seq}`);
      decided.set(command.id, seq);
    }
    const outcome = own.type === 'BidRejected' ? 'rejected' : own.type === 'CommandRefused' ? 'refused' : 'accepted';
    outcomes.set(seq, { id: command.id, bidder: command.bidder, outcome, reason });
  }

  const sent = new Map<string, Sent>();
  const answers: { readonly id: string; readonly seq: number; readonly at: number }[] = [];
  const lastRev = new Map<string, number>();
  let answered = 0;
  let ticks = 0;
  for (const line of history) {
    if ('sent' in line) {
      if (!sent.has(line.sent.id)) sent.set(line.sent.id, { at: line.at, client: line.client });
    } else if ('answered' in line) {
      const { id, seq, outcome, reason } = line.answered;
      answered += 1;
      if (!sent.has(id)) say(`bid ${id} was answered and never sent`);
      if (seq === undefined) continue;
      const kept = outcomes.get(seq);
      if (kept === undefined || kept.id !== id || kept.bidder !== line.bidder)
        say(`bid ${id} was answered by record ${seq}, which is not in the log or another's`);
      else if (kept.outcome !== outcome || (kept.reason ?? undefined) !== reason)
        say(`bid ${id} was answered ${outcome} ${reason ?? ''}, and the log says ${kept.outcome} ${kept.reason ?? ''}`);
      else answers.push({ id, seq, at: line.at });
    } else if ('tick' in line) {
      ticks += 1;
      const { lot, rev, seq, priceMinor } = line.tick;
      const kept = records[seq - 1];
      if (kept?.revs.get(lot) !== rev)
        say(
          `${line.client} saw rev ${rev} of ${lot} by record ${seq}, which says ${kept?.revs.get(lot) ?? 'nothing of it'}`,
        );
      else if (kept.prices.has(lot) && kept.prices.get(lot) !== priceMinor)
        say(`${line.client} saw ${lot} at ${priceMinor}, record ${seq} says ${kept.prices.get(lot)}`);
      const key = `${line.client} ${lot}`;
      const before = lastRev.get(key);
      if (before !== undefined && ((line.tick.fromRev ?? rev - 1) > before || rev <= before))
        say(`${line.client}: after rev ${before} of ${lot} came ${rev}`);
      lastRev.set(key, rev);
    } else for (const key of lastRev.keys()) if (key.startsWith(`${line.client} `)) lastRev.delete(key);
  }
  realTime(answers, sent, say);
  return { wrong, records: records.length, answered, ticks };
}

/** If A was answered before B was sent, A was decided first: the greatest seq answered so far is below that of whatever is sent later. */
function realTime(
  answers: readonly { readonly id: string; readonly seq: number; readonly at: number }[],
  sent: ReadonlyMap<string, Sent>,
  say: (what: string) => void,
): void {
  const bySend = answers
    .map((answer) => ({ ...answer, sentAt: sent.get(answer.id)?.at ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => a.sentAt - b.sentAt);
  const byAnswer = [...answers].sort((a, b) => a.at - b.at);
  let greatest = { id: '', seq: 0 };
  let next = 0;
  for (const bid of bySend) {
    for (let done = byAnswer[next]; done !== undefined && done.at < bid.sentAt; done = byAnswer[next]) {
      if (done.seq > greatest.seq) greatest = done;
      next += 1;
    }
    if (greatest.seq > bid.seq && greatest.id !== bid.id)
      say(`bid ${greatest.id} (record ${greatest.seq}) was answered before ${bid.id} (record ${bid.seq}) was sent`);
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || sorted(a) === sorted(b);
}
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
