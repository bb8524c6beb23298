import { describe, expect, it } from 'vitest';
import { cutRounds, fullRounds, killRounds, syncRounds } from './rounds.ts';

const KILLS = 50;
const CUTS = 3;
const SYNCS = 20;

describe('real processes', () => {
  it(`${KILLS} kills under load lose nothing that was told`, { timeout: 120_000 }, async () => {
    const row = await killRounds(KILLS, 'none');
    expect(row.wrong).toEqual([]);
    expect(row.told).toBeGreaterThan(KILLS * 20);
  });

  it.each(['told-before-durable', 'ids-forgotten'] as const)(
    'the same fails without its guard: %s',
    { timeout: 120_000 },
    async (control) => {
      expect((await killRounds(25, control)).wrong.length).toBeGreaterThan(0);
    },
  );

  it('a power cut loses nothing that was told; without the sync it does', { timeout: 120_000 }, async (test) => {
    const row = await cutRounds(CUTS, 'none');
    if (row === null) return test.skip('SKIPPED: no loop device, or mounting is not allowed');
    expect(row.wrong).toEqual([]);
    expect(row.told).toBeGreaterThan(CUTS * 50);
    expect((await cutRounds(CUTS, 'no-sync'))?.wrong.length).toBeGreaterThan(0);
  });

  it(`each of the first ${SYNCS} syncs fails: nothing is told after it, the status is not 0, the restart has all`, {
    timeout: 120_000,
  }, async (test) => {
    const row = await syncRounds(SYNCS);
    if (row === null) return test.skip('SKIPPED: no strace');
    expect(row.wrong).toEqual([]);
  });

  it('a full disk: no partial record, a clean end, and on with it when there is space', {
    timeout: 60_000,
  }, async () => {
    expect((await fullRounds())?.wrong).toEqual([]);
  });
});
