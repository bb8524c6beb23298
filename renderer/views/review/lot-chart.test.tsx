// @vitest-environment happy-dom
/** The story of a lot is whole at every moment, which is marked in it; its depth is that of the moment. */
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ReviewAsk } from '../../../protocol/review.ts';
import type { ReviewRow } from '../../../protocol/wire.ts';
import { DeskContext } from '../../select.ts';
import { reviewOf } from '../../store/review.ts';
import type { Desk } from '../../store.ts';
import { LotChart } from './lot-chart.tsx';

configure({ asyncUtilTimeout: 10_000 });

/** Where the line was drawn each time, with a pixel a millisecond. */
const { lines, uplot } = vi.hoisted(() => {
  const lines: number[] = [];
  class Plot {
    static paths = {};
    readonly #draw: () => void;
    constructor({ hooks }: { readonly hooks: { readonly draw: readonly ((plot: object) => void)[] } }) {
      const ctx = {
        save: () => undefined,
        restore: () => undefined,
        fillRect: (left: number, _top: number, width: number) => void (width < 10 && lines.push(left)),
      };
      const bbox = { left: 0, top: 0, width: 100_000, height: 100 };
      this.#draw = () => {
        for (const hook of hooks.draw) hook({ ctx, bbox, valToPos: (x: number) => x });
      };
      this.#draw();
    }
    setData() {}
    setSize() {}
    destroy() {}
    redraw() {
      this.#draw();
    }
  }
  return { lines, uplot: { default: Plot } };
});
vi.mock('uplot', () => uplot);

afterEach(cleanup);

/** The last record is of another lot. */
const LAST = 5;
const rowAt = (seq: number): ReviewRow => ({
  ...{ seq, at: seq * 1000, type: 'PlaceBid', lot: 'l1', bidder: `b${seq}`, paddle: `10${seq}`, channel: 'online' },
  ...({ kind: 'bid', amountMinor: seq * 10_000, outcome: 'accepted', reason: null, priceMinor: seq * 10_000 } as const),
  events: [],
});

async function look(of: 'chart' | 'depth', rows = Array.from({ length: LAST - 1 }, (_, at) => rowAt(at + 1))) {
  const bridge = {
    openLogFile: async () => ({ name: 'tuesday' }),
    reviewFile: async (ask: ReviewAsk) => {
      if (ask.view === 'state') return { view: 'state', seq: ask.seq, at: ask.seq * 1000, lots: [], nextLot: null };
      if (ask.view === undefined) return { rows, nextSeq: null, lastSeq: LAST };
      return { view: ask.view, record: null, receipt: null, seq: LAST, lastSeq: LAST };
    },
  };
  const desk = { bridge, ask: async () => ({}), nowMs: () => performance.now() } as unknown as Desk;
  const review = reviewOf(desk);
  await review.openFile('file');
  await waitFor(() => expect(review.store.getState().lastSeq).toBe(LAST));
  render(
    <DeskContext value={desk}>
      <LotChart lot="l1" of={of} />
    </DeskContext>,
  );
  const go = async (seq: number) => {
    await act(async () => review.go(seq));
    await waitFor(() => expect(review.store.getState().moment?.seq).toBe(seq));
  };
  return { go };
}

/** Price, bidders at it or above, bids at it. */
async function rungs() {
  await waitFor(() => expect(screen.getByRole('button', { name: 'Show as table' })).toBeTruthy());
  await act(async () => screen.getByRole('button', { name: 'Show as table' }).click());
  const [, ...rows] = screen.getAllByRole('row');
  const cells = rows.map((row) => [...row.children].map(({ textContent }) => textContent));
  await act(async () => screen.getByRole('button', { name: 'Show as picture' }).click());
  return cells;
}

test('the line goes along with the moment; how many bids there were by then is said too', async () => {
  const { go } = await look('chart');
  await waitFor(() =>
    expect(screen.getByRole('figure', { name: 'Price and 4 bids of this lot over time' })).toBeTruthy(),
  );
  await go(2);
  const name = 'Price and 4 bids of this lot over time, 2 of them by record 2';
  const figure = screen.getByRole('figure', { name });
  expect(within(figure).getByText('Record 2')).toBeTruthy();
  expect(lines.at(-1)).toBe(2000);
  await go(3);
  expect(lines.at(-1)).toBe(3000);
  expect(screen.getByText('Record 3')).toBeTruthy();
  // Behind the last bid there is no line that words could belong to.
  await go(LAST);
  expect(screen.queryByText(/^Record/)).toBeNull();
});

test('the depth is of who had bid by the moment', async () => {
  const { go } = await look('depth');
  await go(LAST);
  expect((await rungs()).map(([price]) => price)).toEqual(['$400', '$300', '$200', '$100']);
  await go(2);
  expect((await rungs()).map(([price]) => price)).toEqual(['$200', '$100']);
});

test('the depth has who answered by a maximum at the price that he was seen to pay, and no maximum higher than its price', async () => {
  const max: ReviewRow = { ...rowAt(1), kind: 'max', amountMinor: 90_000 };
  const beaten: ReviewRow = { ...rowAt(2), kind: 'max', priceMinor: 22_000, leader: '101' };
  const { go } = await look('depth', [max, { ...beaten, amountMinor: 20_000 }]);
  await go(LAST);
  expect(await rungs()).toEqual([
    ['$220', '1', '1'],
    ['$200', '2', '1'],
    ['$100', '2', '1'],
  ]);
});
