import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { csvRows } from '../../protocol/csv.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, lotView } from '../core/sale.ts';
import { openUsers } from '../identity/users.ts';
import { type FileJournal, openJournal } from '../journal/file.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { run as check } from './check.ts';
import { run as log } from './log.ts';

const CLI = join(import.meta.dirname, 'rostrum.ts');

describe('the log on the command line', () => {
  let dir = '';
  let said = '';
  let journal: FileJournal;
  const state = emptyState();
  async function append(command: LogRecord['command']): Promise<LogRecord> {
    const record = {
      seq: journal.lastSeq + 1,
      at: command.at,
      rules: RULES_VERSION,
      command,
      events: execute(state, command),
    };
    await journal.append([record]);
    return record;
  }
  const bid = (n: number) =>
    append({
      ...{ type: 'PlaceBid', at: 100 + n, id: `b${n}`, lot: 'l1', bidder: n % 2 === 0 ? 'anna' : 'ben' },
      ...{ amountMinor: 1_000 + n * 100, kind: 'bid', channel: 'online' },
    } as const);

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-log-'));
    journal = await openJournal({ dir: join(dir, 'sales/s1/log') });
    await append({ type: 'CreateSale', at: 1, sale: smallSale('s1', [liveLot('l1', 1)]) });
    for (const bidder of ['anna', 'ben']) await append({ type: 'RegisterBidder', at: 2, bidder, limitMinor: null });
    await append({ type: 'OpenLot', at: 3, lot: 'l1' });
    for (let n = 0; n < 20; n += 1) await bid(n);
  });
  afterAll(async () => {
    await journal.close();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    said = '';
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        said += String(text);
        return true;
      });
    return () => vi.restoreAllMocks();
  });

  it('show prints one record whole, and says when there is none', async () => {
    expect(await log(['show', dir, '7'])).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ seq: 7, command: { id: 'b2', bidder: 'anna', amountMinor: 1_200 } });
    said = '';
    expect(await log(['show', dir, '700'])).toBe(1);
    expect(said).toContain('no record 700');
  });

  it('follow goes on as the house writes', async () => {
    const child = spawn(process.execPath, [CLI, 'log', 'follow', dir, '--from', '24', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const next = async () => JSON.parse((await lines.next()).value ?? '{}');
      expect(await next()).toMatchObject({ seq: 24, bidder: 'ben' });
      for (const n of [20, 21]) {
        const { seq } = await bid(n);
        expect(await next()).toMatchObject({ seq, amountMinor: 1_000 + n * 100, paddle: n % 2 === 0 ? '1' : '2' });
      }
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('export --format csv says who led after each record', async () => {
    expect(await log(['export', dir, '--data', dir, '--format', 'csv', '--channel', 'online'])).toBe(0);
    const [head, ...bids] = csvRows(said).rows.map(({ cells }) => cells);
    const leaders = bids.map((cells) => cells[head?.indexOf('leader') ?? -1]);
    expect(leaders.slice(0, 3)).toEqual(['1', '2', '1']);
  });

  it('export --format receipts gives one line for each bid', async () => {
    expect(await log(['export', dir, '--data', dir, '--format', 'receipts'])).toBe(0);
    const receipts = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(receipts.length).toBe(journal.lastSeq - 4);
    expect(receipts.every(({ inLog, proof }) => inLog && proof.size === journal.lastSeq)).toBe(true);
  });

  it('export --format results and buyers say what was sold to whom, by any record', async () => {
    await append({ type: 'Hammer', at: 200, lot: 'l1' });
    await (await openUsers(dir)).add({ id: 'ben', role: 'bidder', password: null, name: 'Ben Achterberg' });
    const take = async (...more: string[]) => {
      said = '';
      expect(await log(['export', dir, '--data', dir, ...more])).toBe(0);
      return said.trim().split('\r\n');
    };
    const [, sold] = await take('--format', 'results');
    const price = lotView(state, 'l1')?.priceMinor ?? 0;
    const words = (minor: number) => (minor / 100).toFixed(2);
    const sums = `${words(price)},${words(price / 4)},${words(price * 1.25)},USD`;
    expect(sold).toBe(`1,l1,Lot 1,sold,2,ben,Ben Achterberg,${sums},22,1970-01-01T00:00:00.200Z`);
    expect(await take('--format', 'buyers')).toEqual([
      'paddle,bidder,name,lots,lotNumbers,hammer,premium,total,currency',
      `2,ben,Ben Achterberg,1,1,${sums}`,
    ]);
    const before = String(journal.lastSeq - 1);
    expect(await take('--format', 'results', '--at', before)).toContainEqual(
      expect.stringMatching(/^1,l1,Lot 1,open,,/),
    );
    expect(await take('--format', 'buyers', '--at', before)).toHaveLength(1);
  });

  it('check says whether a history agrees with the log', async () => {
    const file = join(dir, 'history.jsonl');
    const sent = { id: 'b3', lot: 'l1', kind: 'bid', amountMinor: 1_300, basedOnRev: 0, sentAt: 0 };
    const answered = { id: 'b3', outcome: 'accepted', seq: 8, receivedAt: 0, decidedAt: 0 };
    const history = (reply: object) =>
      writeFile(
        file,
        [
          { client: 'c', at: 1, bidder: 'ben', sent },
          { client: 'c', at: 2, bidder: 'ben', answered: reply },
        ]
          .map((line) => JSON.stringify(line))
          .join('\n'),
      );
    await history(answered);
    expect(await check([file, dir])).toBe(0);
    expect(said).toMatch(/^agrees: \d+ records \(naive model\), 1 answers/);
    said = '';
    await history({ ...answered, seq: 9 });
    expect(await check([file, dir])).toBe(2);
    expect(said).toContain("not in the log or another's");
    expect(await check([])).toBe(1);
  });
});
