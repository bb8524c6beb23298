/** A rehearsal: the same evening for the same seed, every lot to its end, at the speed that was asked for, and no trace of it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { rehearseSale } from '../cli/rehearse.ts';
import { saleOf } from '../core/given.fixture.ts';
import { emptyState, fold, lotView } from '../core/sale.ts';
import { demoSale } from '../demo/sale.ts';
import { play, QUIET_MS_MAX } from './pace.ts';
import { rehearsal } from './rehearsal.ts';
import { rehearsalTable } from './table.ts';

const START = 1_800_000_000_000;
const sale = demoSale('r1', START);
const evening = (seed: number) => [...rehearsal(sale, { seed, startAt: START })];

const dir = mkdtempSync(join(tmpdir(), 'rostrum-rehearsal-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the evening', () => {
  test('the same seed is the same evening, another is not', () => {
    const first = JSON.stringify(evening(7));
    expect(JSON.stringify(evening(7))).toBe(first);
    expect(JSON.stringify(evening(8))).not.toBe(first);
  });

  test('its records are a log: in order, folded to the same end, with every lot ended and money that adds up', () => {
    const records = evening(7);
    const state = emptyState();
    const table = rehearsalTable(sale);
    records.forEach((record, i) => {
      expect(record.seq).toBe(i + 1);
      expect(record.at).toBeGreaterThanOrEqual(records[i - 1]?.at ?? 0);
      fold(state, record);
      table.lines(record);
    });
    const views = sale.lots.map((lot) => lotView(state, lot.lotId));
    const { sold, passed, withdrawn, hammerMinor, bids, lotsAnHour } = table.summary();
    expect(sold + passed + withdrawn).toBe(sale.lots.length);
    expect(views.filter((view) => view?.status === 'sold')).toHaveLength(sold);
    expect(views.filter((view) => view?.status === 'passed')).toHaveLength(passed);
    const hammers = records.flatMap(({ events }) =>
      events.flatMap((e) => (e.type === 'LotSold' ? [e.hammerMinor] : [])),
    );
    expect(hammers.reduce((sum, hammer) => sum + hammer, 0)).toBe(hammerMinor);
    expect(sold).toBeGreaterThan(sale.lots.length / 3);
    expect(bids).toBeGreaterThan(sale.lots.length);
    expect(lotsAnHour).toBeGreaterThan(20);
    expect(lotsAnHour).toBeLessThan(600);
  });

  test('another sale than the demonstration finds bidders too: no estimates, no sections', () => {
    const plain = saleOf({ limit: 'exposure' }, [{ openingMinor: 1000 }, {}, {}]);
    const table = rehearsalTable(plain);
    for (const record of rehearsal(plain, { seed: 1, startAt: START })) table.lines(record);
    expect(table.summary().bids).toBeGreaterThan(3);
  });

  test('a sale that the rules refuse is refused, not played', () => {
    expect(() => [...rehearsal({ ...sale, currency: 'pounds' }, { seed: 1, startAt: START })]).toThrow('refuse');
  });
});

describe('the speed', () => {
  const record = (at: number): LogRecord => ({ seq: 1, at, rules: 1, command: { type: 'Clock', at }, events: [] });

  async function timesAt(speed: number, ats: readonly number[]): Promise<{ told: number[]; skipped: number[] }> {
    let now = 0;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const clock = { now: () => now, sleep };
    const told: number[] = [];
    const skipped: number[] = [];
    await play(
      ats.map(record),
      speed,
      clock,
      () => void told.push(now),
      (ms) => void skipped.push(ms),
    );
    return { told, skipped };
  }

  test.each([1, 7, 50])('at %d times everything comes in its own time, so many times sooner', async (speed) => {
    const { told } = await timesAt(speed, [5000, 6000, 6000, 26_000]);
    expect(told.map((ms) => Math.round(ms * speed))).toEqual([0, 1000, 1000, 21_000]);
  });

  test('a long stretch in which nothing happens is passed over, and said', async () => {
    const { told, skipped } = await timesAt(1, [0, QUIET_MS_MAX, QUIET_MS_MAX * 3]);
    expect(told).toEqual([0, QUIET_MS_MAX, QUIET_MS_MAX]);
    expect(skipped).toEqual([QUIET_MS_MAX * 2]);
  });

  test('a speed outside 1 to 50 is refused', async () => {
    for (const speed of ['0', '51', 'fast'])
      await expect(rehearseSale(sale, { speed, seed: undefined }, () => {})).rejects.toThrow('--speed is 1 to 50');
  });
});

test('the command leaves no trace: the data folder is the same to the byte, and nothing lies beside the file', () => {
  const data = join(dir, 'data');
  const place = join(dir, 'sales');
  mkdirSync(place);
  const known = join(place, 'short.json');
  const fresh = join(place, 'fresh.json');
  const short = saleOf({}, [{ openingMinor: 1000, estimateMinor: [1000, 1200] }]);
  writeFileSync(known, JSON.stringify(short));
  writeFileSync(fresh, JSON.stringify({ ...short, saleId: 's2' }));
  const rostrum = (...args: readonly string[]) =>
    spawnSync(
      process.execPath,
      [join(import.meta.dirname, '..', 'cli', 'rostrum.ts'), 'sale', ...args, '--data', data],
      {
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
  expect(rostrum('import', known).status).toBe(0);
  const before = [digest(data), digest(place)];
  for (const file of [known, fresh]) {
    const played = rostrum('rehearse', file, '--speed', '50', '--seed', '3');
    expect(played.stderr).toBe('');
    expect(played.status).toBe(0);
    expect(played.stdout).toMatch(/lots 1: (1 sold, 0|0 sold, 1) passed, 0 withdrawn\nhammer /);
  }
  expect([digest(data), digest(place)]).toEqual(before);
});

/** Names, sizes, times and contents of everything below a folder. */
function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    const { mtimeMs, size } = statSync(path);
    hash.update(`${name} ${size} ${mtimeMs}\n`);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
