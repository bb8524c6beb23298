// @vitest-environment happy-dom
/** The pictures: what they are drawn from, and that each is a table too. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LotStep } from '../../../protocol/wire.ts';
import { bidsOf, depthOf } from './depth.ts';
import { Depth } from './lot-depth.tsx';
import { endingsOf, type LotNow } from './progress.ts';
import { SaleProgress } from './sale-progress.tsx';

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);
vi.mock('../../select.ts', async (real) => ({ ...(await real<object>()), usePrefs: () => 'dark1' }));
afterEach(cleanup);

function step(rev: number, priceMinor: number, bidder: string, leader = bidder, amountMinor = priceMinor): LotStep {
  const last = { kind: 'bid', channel: 'online', amountMinor, bidder } as const;
  return { rev, seq: rev, at: rev, status: 'open', priceMinor, askMinor: null, leader, bids: rev, last };
}
const TRAIL = [step(1, 100, '7'), step(2, 120, '9', '7', 110), step(3, 150, 'room'), step(4, 160, '9')];

describe('depth', () => {
  test('counts a bidder up to the highest price at which he was seen', () => {
    // 7 was seen at 120 by his maximum, 9 at 160, the room at 150.
    expect(depthOf(bidsOf(TRAIL))).toEqual([
      { priceMinor: 100, bids: 1, bidders: 3 },
      { priceMinor: 110, bids: 1, bidders: 3 },
      { priceMinor: 120, bids: 1, bidders: 3 },
      { priceMinor: 150, bids: 1, bidders: 2 },
      { priceMinor: 160, bids: 1, bidders: 1 },
    ]);
  });

  test('never has more bidders at a higher price', () => {
    const counts = depthOf(bidsOf(TRAIL)).map(({ bidders }) => bidders);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  test('is a table with a caption and a name for each row', () => {
    render(<Depth rungs={depthOf(bidsOf(TRAIL))} currency="GBP" />);
    expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(/^Depth/);
    fireEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('table', { name: 'Depth: bidders seen at each price or above' });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['Price', 'Bidders at it or above', 'Bids at it']);
    const rows = within(table)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent);
    expect(rows).toEqual(['£1.60', '£1.50', '£1.20', '£1.10', '£1']);
    fireEvent.click(screen.getByRole('button', { name: 'Show as picture' }));
    expect(screen.getByRole('img')).toBeTruthy();
  });
});

const lot = (number: number, status: LotNow['status'], at: number, priceMinor: number | null): LotNow => ({
  lot: `l${number}`,
  number,
  title: `Lot ${number}`,
  status,
  at,
  priceMinor,
  lowMinor: 1000,
});
const LOTS = [
  lot(1, 'sold', 30, 900),
  lot(2, 'passed', 10, 700),
  lot(3, 'open', 50, 2000),
  lot(4, 'sold', 20, 1500),
  lot(5, 'withdrawn', 40, null),
];

describe('the progress of a sale', () => {
  test('adds up what was sold in the order in which lots ended, and no price that was not a hammer', () => {
    const endings = endingsOf(LOTS);
    expect(
      endings.map(({ number, hammerMinor, totalMinor, expectedMinor }) => [
        number,
        hammerMinor,
        totalMinor,
        expectedMinor,
      ]),
    ).toEqual([
      [2, null, 0, 1000],
      [4, 1500, 1500, 2000],
      [1, 900, 2400, 3000],
      [5, null, 2400, 3000],
    ]);
  });

  test('is a table too, and says in words when nothing is over yet', () => {
    const { unmount } = render(<SaleProgress lots={LOTS} currency="GBP" />);
    fireEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('table', { name: 'Hammer total of the sale, lot by lot' });
    expect(within(table).getAllByRole('row').at(-2)?.textContent).toContain('Sold£9£10£24');
    unmount();
    render(<SaleProgress lots={[lot(3, 'open', 50, 2000)]} currency="GBP" />);
    expect(screen.getByText(/No lot is over yet/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
