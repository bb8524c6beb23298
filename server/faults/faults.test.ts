import { describe, expect, it } from 'vitest';
import { editRounds } from './edits.ts';
import { houseKillRounds } from './house-kills.ts';
import { cutRounds, fullRounds, killRounds, syncRounds } from './rounds.ts';

const KILLS = 50;
const CUTS = 3;
const SYNCS = 20;
const EDITS = 6;
const HOUSES = 10;
/** A kill hits a guard that is missing or does not, as chance will: a control ends at its first finding. */
const CONTROL_ROUNDS_MAX = 60;
/** What else runs beside it makes a campaign slow, never wrong. */
const CAMPAIGN_MS_MAX = 240_000;
/** The first of three. */
const HOUSE_PORT = 4440;

describe('real processes', () => {
  it(`${KILLS} kills under load lose nothing that was told`, { timeout: CAMPAIGN_MS_MAX }, async () => {
    const row = await killRounds(KILLS, 'none');
    expect(row.wrong).toEqual([]);
    expect(row.told).toBeGreaterThan(KILLS * 20);
  });

  it.each(['told-before-durable', 'ids-forgotten'] as const)(
    'the same fails without its guard: %s',
    { timeout: CAMPAIGN_MS_MAX },
    async (control) => {
      expect((await killRounds(CONTROL_ROUNDS_MAX, control)).wrong.length).toBeGreaterThan(0);
    },
  );

  it('a power cut loses nothing that was told; without the sync it does', {
    timeout: CAMPAIGN_MS_MAX,
  }, async (test) => {
    const row = await cutRounds(CUTS, 'none');
    if (row === null) return test.skip('SKIPPED: no loop device, or mounting is not allowed');
    expect(row.wrong).toEqual([]);
    expect(row.told).toBeGreaterThan(CUTS * 50);
    expect((await cutRounds(CUTS, 'no-sync'))?.wrong.length).toBeGreaterThan(0);
  });

  it(`each of the first ${SYNCS} syncs fails: nothing is told after it, the status is not 0, the restart has all`, {
    timeout: CAMPAIGN_MS_MAX,
  }, async (test) => {
    const row = await syncRounds(SYNCS);
    if (row === null) return test.skip('SKIPPED: no strace');
    expect(row.wrong).toEqual([]);
    for (const control of ['sync-retried', 'fault-ignored'] as const)
      expect((await syncRounds(4, control))?.wrong.length, control).toBeGreaterThan(0);
  });

  it('a full disk: no partial record, a clean end, and on with it when there is space', {
    timeout: 60_000,
  }, async () => {
    expect((await fullRounds())?.wrong).toEqual([]);
    expect((await fullRounds('fault-ignored'))?.wrong.length).toBeGreaterThan(0);
  });

  it('a record that was edited makes the start refuse, and name it; without the chain nobody would know', {
    timeout: CAMPAIGN_MS_MAX,
  }, async () => {
    expect((await editRounds(EDITS, 'none')).wrong).toEqual([]);
    const [unchecked = ''] = (await editRounds(1, 'chain-unchecked')).wrong;
    expect(unchecked).toContain('the log was opened');
  });

  it(`${HOUSES} kills of the real house over a real NATS: the checker finds nothing wrong`, {
    timeout: CAMPAIGN_MS_MAX,
  }, async () => {
    const row = await houseKillRounds(HOUSES, 'none', HOUSE_PORT);
    expect(row.wrong).toEqual([]);
    expect(row.told).toBeGreaterThan(HOUSES * 20);
  });

  it.each(['told-before-durable', 'ids-forgotten'] as const)(
    'the checker sees that the real house lacks a guard: %s',
    { timeout: CAMPAIGN_MS_MAX },
    async (control) => {
      expect((await houseKillRounds(4, control, HOUSE_PORT)).wrong.length).toBeGreaterThan(0);
    },
  );
});
