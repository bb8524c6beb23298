// @vitest-environment happy-dom
/** Whose desk is there, before a hammer falls. */
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PresenceReply } from '../../../protocol/wire.ts';
import { PRESENCE_EVERY_MS } from '../../store/presence.ts';
import { press, sit, snapshot, tick, waiting } from './sit.fixture.tsx';
import { goneMark, underbidderOf } from './use-presence.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

const AT = new Date().setHours(14, 5, 0, 0);
const here: PresenceReply = { known: true, here: ['anna'], away: [] };
const gone: PresenceReply = { known: true, here: [], away: [['anna', AT]] };

/** The console over a house that tells what `tell` said last. */
async function watch(first: PresenceReply, ticks = snapshot.ticks) {
  let told = first;
  const seat = await sit(ticks, null, () => told);
  return {
    ...seat,
    async tell(next: PresenceReply) {
      told = next;
      await act(async () => vi.advanceTimersByTime(PRESENCE_EVERY_MS));
    },
  };
}

const panel = () => screen.getByRole('region', { name: 'In the sale' });
const desks = () => [...panel().querySelectorAll('tbody td:nth-child(3)')].map(({ textContent }) => textContent);
const words = () => goneMark(AT, Date.now());
const head = () => panel().closest('section')?.querySelector('header')?.textContent;
const block = () => screen.getByRole('region', { name: 'On the block' }).textContent;

test('each bidder’s desk is told in his row, the count of them in the head; a line and the room have none', async () => {
  const { tell } = await watch(here);
  expect(desks()).toEqual(['–', 'here', '–']);
  expect(head()).toContain('1 of 1 here');
  const row = panel().querySelectorAll('tbody tr')[1];
  await tell(gone);
  expect(desks()).toEqual(['–', words().word, '–']);
  expect(panel().querySelector(`[title="${words().words}"]`)).toBeTruthy();
  expect(head()).toContain('0 of 1 here');
  expect(panel().querySelectorAll('tbody tr')[1]).toBe(row);
  await tell({ known: true, here: [], away: [['anna', null]] });
  expect(desks()).toEqual(['–', 'away', '–']);
});

test('not known is said as that: where the house cannot tell, and as soon as it is not heard', async () => {
  const { tell, say } = await watch(here);
  await tell({ known: false, here: [], away: [] });
  expect(desks()).toEqual(['–', 'not known', '–']);
  expect(head()).toContain('not known');
  await tell(here);
  expect(desks()).toEqual(['–', 'here', '–']);
  await say({ type: 'connection', connection: { state: 'reconnecting', attempt: 1, sinceMs: 0 } });
  expect(desks()).toEqual(['–', 'not known', '–']);
});

test('the lot on the block tells a leader whose desk has gone, and no other', async () => {
  const { tell, sayTick } = await watch(here, [tick('l1', 1, { leader: '101' }), waiting('l2')]);
  expect(block()).not.toContain('away');
  await tell(gone);
  expect(block()).toContain(`Paddle 101${words().words}`);
  await tell({ known: false, here: [], away: [] });
  expect(block()).not.toMatch(/away|not known/);
  await tell(gone);
  await sayTick(tick('l1', 2, { status: 'sold', leader: '101', askMinor: null }));
  expect(block()).not.toContain('away');
});

test('the lot on the block tells an underbidder whose desk has gone', async () => {
  const online = { kind: 'bid', channel: 'online', amountMinor: 10_000, bidder: '101' } as const;
  const { tell, sayTick } = await watch(here, [tick('l1', 1, { bids: 1, leader: '101', last: online }), waiting('l2')]);
  await sayTick(tick('l1', 2, { bids: 2, leader: 'room', last: { ...online, channel: 'floor', bidder: 'room' } }));
  expect(block()).not.toContain('Underbidder');
  await tell(gone);
  expect(block()).toContain(`Underbidder 101 ${words().words}`);
  expect(block()).toContain('LeaderRoom');
  expect(block()?.match(/away/g)).toHaveLength(1);
  await press('w');
  await tell(here);
  expect(block()).not.toContain('Underbidder');
});

const bid = (rev: number, bidder: string, leader: string, bids = rev) =>
  tick('l1', rev, { bids, leader, last: { kind: 'bid', channel: 'online', amountMinor: rev, bidder } });

test.each([
  ['nobody, of one', [bid(1, 'a', 'a')], 'a', null],
  ['who led before', [bid(1, 'a', 'a'), bid(2, 'b', 'b')], 'b', 'a'],
  ['who bid in vain against a maximum', [bid(1, 'a', 'a'), bid(2, 'b', 'a')], 'a', 'b'],
  ['who led, not whom he had beaten', [bid(1, 'a', 'a'), bid(2, 'b', 'a'), bid(3, 'c', 'c')], 'c', 'a'],
  ['nobody, behind a void', [bid(1, 'a', 'a'), bid(2, 'b', 'b'), bid(3, 'a', 'a', 1)], 'a', null],
  ['who bid since the void', [bid(1, 'a', 'a', 2), bid(2, 'a', 'a', 1), bid(3, 'b', 'b', 2)], 'b', 'a'],
  ['nobody, without a leader', [bid(1, 'a', 'a')], null, null],
])('the underbidder is %s', (_what, trail, leader, who) => {
  expect(underbidderOf(trail, leader)).toBe(who);
});

test('a desk that went days ago has the day, not a time that could be today’s', () => {
  const days = new Date(2026, 10, 24, 14, 5).getTime();
  expect(goneMark(days, days + 60_000).words).toBe('away since 14:05');
  expect(goneMark(days, days + 3 * 86_400_000).words).toBe('away since 24 Nov');
});
