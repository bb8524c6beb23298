import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import type { HistoryLine } from '../../protocol/log.ts';
import { randomLog } from '../sim/records.ts';
import { checkHistory } from './check.ts';
import { naiveModel, rulesAgain } from './models.ts';

/** What honest clients would have written down of a log: each bid sent, then answered; one watcher who sees every tick. */
function honest(records: readonly LogRecord[]): HistoryLine[] {
  const lines: HistoryLine[] = [];
  const seen = new Set<string>();
  for (const { seq, command, events } of records) {
    for (const event of events)
      if ('lot' in event && 'rev' in event && event.rev !== undefined && event.type !== 'BidRejected') {
        const key = `${event.lot} ${event.rev}`;
        const price = events.findLast((one) => one.type === 'PriceChanged' && one.lot === event.lot);
        if (!seen.has(key) && event.type !== 'BidAccepted')
          lines.push({
            client: 'watcher',
            at: seq * 10,
            tick: {
              lot: event.lot,
              rev: event.rev,
              seq,
              priceMinor: price?.type === 'PriceChanged' ? price.priceMinor : null,
            },
          });
        if (event.type !== 'BidAccepted') seen.add(key);
      }
    if (command.type !== 'PlaceBid') continue;
    const own = events.find((event) => 'id' in event && event.id === command.id);
    if (own === undefined || ('reason' in own && own.reason === 'malformed')) continue;
    const { id, lot, bidder, amountMinor, kind } = command;
    lines.push({
      client: bidder,
      bidder,
      at: seq * 10 - 5,
      sent: { id, lot, kind, amountMinor, basedOnRev: 0, sentAt: 0 },
    });
    const outcome = own.type === 'BidRejected' ? 'rejected' : 'accepted';
    lines.push({
      client: bidder,
      bidder,
      at: seq * 10,
      answered: {
        id,
        outcome,
        seq,
        receivedAt: 0,
        decidedAt: 0,
        ...(own.type === 'BidRejected' ? { reason: own.reason } : {}),
      },
    });
  }
  // A tick of a bid that moved no price (a book bid) is not in this history, so its watcher resyncs before each.
  return lines.flatMap((line): HistoryLine[] =>
    'tick' in line ? [{ client: 'watcher', at: line.at, resync: { seq: line.tick.seq } }, line] : [line],
  );
}

const { records } = randomLog(4, 300, false);
const history = honest(records);
const check = (lines: readonly HistoryLine[], log: readonly LogRecord[] = records) =>
  checkHistory(lines, log, naiveModel()).wrong;

describe('the checker', () => {
  it('finds nothing in an honest history, by either model', () => {
    expect(check(history)).toEqual([]);
    expect(checkHistory(history, records, rulesAgain()).wrong).toEqual([]);
    expect(history.filter((line) => 'answered' in line).length).toBeGreaterThan(100);
  });

  const answers = history.flatMap((line, at) => ('answered' in line ? [at] : []));
  const ticks = history.flatMap((line, at) => ('tick' in line ? [at] : []));
  const changed = (at: number | undefined, change: (line: HistoryLine) => HistoryLine) =>
    history.map((line, n) => (n === at ? change(line) : line));

  it.each([
    [
      'an answer by another record',
      changed(answers[20], (line) => ('answered' in line ? { ...line, answered: { ...line.answered, seq: 1 } } : line)),
      'answered by record 1',
    ],
    [
      'an answer turned round',
      changed(answers[20], (line) =>
        'answered' in line ? { ...line, answered: { ...line.answered, outcome: 'refused' } } : line,
      ),
      'was answered refused',
    ],
    ['an answer to nobody', history.filter((_, at) => at !== (answers[20] ?? 0) - 1), 'never sent'],
    [
      'a tick without its record',
      changed(ticks[9], (line) => ('tick' in line ? { ...line, tick: { ...line.tick, rev: 999 } } : line)),
      'saw rev 999',
    ],
    ['a hole in the revs', history.filter((line) => !('resync' in line)).filter((_, at) => at % 3 !== 0), 'came'],
    [
      'an answer before a later bid was sent that was decided first',
      changed(answers[40], (line) => ({ ...line, at: 0 })),
      'was sent',
    ],
  ])('fails %s', (_, lines, words) => {
    expect(check(lines).join('\n')).toContain(words);
  });

  it('fails a log that lost, swapped or doubled a decision, or decided otherwise', () => {
    expect(check(history, records.slice(0, 150)).join()).toContain('not in the log');
    const at = records.findIndex(({ events }) => events.some(({ type }) => type === 'PriceChanged'));
    const other = records.map((record, n) => (n === at ? { ...record, events: record.events.slice(0, -1) } : record));
    expect(check(history, other).join()).toContain('naive model decides otherwise');
    const doubled = [...records, { ...records[at], seq: records.length + 1, at: records.at(-1)?.at ?? 0 } as LogRecord];
    expect(check(history, doubled).join()).toContain('decided twice');
  });
});
