import { describe, expect, it } from 'vitest';
import { type Control, type SimReport, simulate } from './simulate.ts';

const SEEDS = Number(process.env.ROSTRUM_SEEDS ?? 300);

async function run(seeds: number, control: Control): Promise<SimReport[]> {
  const reports: SimReport[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) reports.push(await simulate(seed, control));
  return reports;
}

describe('the house on a disk that loses power at any operation', () => {
  it(`loses nothing that anybody was told, in ${SEEDS} seeds`, { timeout: 120_000 }, async () => {
    const reports = await run(SEEDS, 'none');
    expect(reports.flatMap(({ wrong }) => wrong)).toEqual([]);
    const sum = (of: (report: SimReport) => number) => reports.reduce((total, report) => total + of(report), 0);
    expect(sum(({ cuts }) => cuts)).toBeGreaterThan(SEEDS);
    expect(sum(({ told }) => told)).toBeGreaterThan(SEEDS * 20);
  });

  it.each(['no-sync', 'told-before-durable', 'ids-forgotten'] as const)(
    'fails without its guard: %s',
    { timeout: 60_000 },
    async (control) => {
      const reports = await run(40, control);
      expect(reports.filter(({ wrong }) => wrong.length > 0).length).toBeGreaterThan(0);
    },
  );

  it('repeats itself from the seed', async () => {
    expect(await simulate(7)).toEqual(await simulate(7));
  });
});
