// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Sign } from '../../../protocol/anomaly.ts';
import type { DeskBridge } from '../../../protocol/bridge.ts';
import { REFUSE_REASONS, REJECT_REASONS } from '../../../protocol/event.ts';
import type { LotMoment, ReviewAsk } from '../../../protocol/review.ts';
import type { ReviewRow } from '../../../protocol/wire.ts';
import { DeskContext } from '../../select.ts';
import { reviewOf } from '../../store/review.ts';
import { createDesk } from '../../store.ts';
import { drawn } from './lot-chart.tsx';
import { Review } from './review.tsx';
import { stoodMark } from './told.tsx';

// What is waited for comes when the machine has time.
configure({ asyncUtilTimeout: 10_000 });

vi.mock('uplot', async () => (await import('../../uplot.fixture.ts')).uplot);

const LAST = 30;

const lotAt = (seq: number): LotMoment => ({
  lot: 'l1',
  seq,
  at: seq * 1000,
  status: seq === LAST ? 'sold' : 'open',
  rev: seq,
  priceMinor: seq * 10_000,
  askMinor: seq === LAST ? null : (seq + 1) * 10_000,
  leader: 'anna',
  paddle: seq % 2 === 0 ? '101' : '102',
  reserveMet: true,
  premiumMinor: seq === LAST ? 60_000 : null,
  closesAt: null,
  bids: seq,
});
const rowAt = (seq: number): ReviewRow => ({
  seq,
  at: seq * 1000,
  type: 'PlaceBid',
  lot: 'l1',
  bidder: 'anna',
  paddle: seq === 29 ? '102' : '101',
  channel: 'online',
  kind: 'bid',
  amountMinor: seq * 10_000,
  outcome: seq % 5 === 0 ? 'rejected' : 'accepted',
  reason: seq % 5 === 0 ? 'below-ask' : null,
  priceMinor: seq % 5 === 0 ? null : seq * 10_000,
  events: [],
});

const ratings = { affinity: 1, bids: 1, losses: 1, haste: 1, smallness: 1, earliness: 1 };
const SIGNS: readonly Sign[] = [
  { kind: 'shill-score', bidder: 'anna', seller: '', score: 7.44, ratings, lots: 5 },
  { kind: 'losses', bidder: 'ben', seller: 'Clocks', lots: 10, lost: 9 },
  { kind: 'quick-outbids', bidder: 'anna', lot: 'l1', count: 4, lastSeq: 12 },
  { kind: 'burst', bidder: 'anna', lot: 'l1', count: 16, withinMs: 10_000, lastSeq: 20 },
  { kind: 'shared-device', bidder: 'anna', others: ['ben', 'carl'], lastAt: 0 },
];

/** A log file of thirty bids, of which one record is said to be wrong. */
function answer(ask: ReviewAsk): object {
  switch (ask.view) {
    case 'state':
      return { view: 'state', seq: ask.seq, at: ask.seq * 1000, lots: [lotAt(ask.seq)], nextLot: null };
    case 'told':
      return {
        view: 'told',
        seq: ask.seq,
        bidder: 'anna',
        paddle: '101',
        lots: [{ ...lotAt(ask.seq), outcome: 'rejected', reason: 'below-ask', amountMinor: 500, leading: false }],
      };
    case 'verify':
      return {
        view: 'verify',
        ok: false,
        records: 12,
        wrong: { seq: 12, what: 'the rules decide otherwise' },
        head: { size: 12, root: 'root', at: 0, signature: 'signature' },
        fileKey: 'the key of the file',
      };
    case 'receipts':
      return { view: 'receipts', receipts: [], nextSeq: null };
    case 'progress':
      return { view: 'progress', seq: 12, lastSeq: LAST };
    case 'record':
      return { view: 'record', record: null, receipt: null };
    case 'chart':
      return { view: 'chart', lot: ask.lot, points: [] };
    case 'signs':
      return { view: 'signs', seq: LAST, signs: SIGNS, paddles: { anna: '101', ben: '' }, leftOut: 3 };
    default: {
      const rows = Array.from({ length: LAST }, (_, at) => rowAt(at + 1)).filter(
        (row) => row.seq >= ask.fromSeq && (ask.filter.outcome === undefined || row.outcome === ask.filter.outcome),
      );
      return { rows, nextSeq: null, lastSeq: LAST };
    }
  }
}

async function seat() {
  const saved: [string, string][] = [];
  const bridge = {
    pending: async () => [],
    keepPending: async () => undefined,
    onSystem: () => () => undefined,
    openLogFile: async () => ({ name: 'tuesday' }),
    reviewFile: async (ask: ReviewAsk) => answer(ask),
    save: async (name: string, text: string) => {
      saved.push([name, text]);
      return true;
    },
  } as unknown as DeskBridge;
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const desk = createDesk({
    bridge,
    feed: { send: () => undefined, hear: () => undefined },
    storage,
    passes: storage,
    sales: async () => [],
    nowMs: () => performance.now(),
    wallMs: () => 1,
    newId: () => 'id',
    later: () => undefined,
    sounds: { play: () => undefined },
    isAway: () => false,
  });
  desk.link.setState({ platform: { kind: 'electron', version: '1', keyIsSealed: true, house: '' } });
  render(
    <DeskContext value={desk}>
      <Review />
    </DeskContext>,
  );
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /Open a file/ })));
  await waitFor(() => expect(screen.getByText('30 records')).toBeTruthy());
  return { desk, saved };
}

const press = (key: string, code = key) => act(async () => void fireEvent.keyDown(window, { key, code }));
const lots = () => within(screen.getByRole('table', { name: 'Lots at this moment' }));

beforeEach(() => {
  // There is no layout here: what a virtual table measures is given.
  vi.spyOn(window.HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(window.HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('steps through the log by key: each record has its own moment of the sale', async () => {
  await seat();
  await waitFor(() => expect(lots().getByText('Sold')).toBeTruthy());
  await press('ArrowLeft');
  await waitFor(() => expect(lots().getByText('Open')).toBeTruthy());
  expect(lots().getByText('$2,900')).toBeTruthy();
  await press('Home');
  await waitFor(() => expect(lots().getByText('$100')).toBeTruthy());
  await press('ArrowRight');
  await waitFor(() => expect(lots().getByText('$200')).toBeTruthy());
});

test('compares two moments: the earlier value stays, with a sign and a word', async () => {
  await seat();
  await press('p');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Stop comparing' })).toBeTruthy());
  await press('ArrowLeft');
  await waitFor(() => expect(screen.getByText('Record 29 to 30: 1 lot differs')).toBeTruthy());
  expect(lots().getByText('▲ Price up')).toBeTruthy();
  expect(lots().getByText('was $2,900')).toBeTruthy();
  expect(lots().getByText('was Open')).toBeTruthy();
});

test('where the table is narrow a rejected bid has its reason in sight', async () => {
  await seat();
  const row = screen.getByRole('button', { name: 'Receipt 25' }).closest('[role="row"]') as HTMLElement;
  const said = within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent);
  // A price of the same record would be in its way.
  expect(said.slice(5)).toEqual(['$2,500', '', 'Below the ask', 'Receipt']);
});

test('a filter lists what it keeps, and the arrows go along it', async () => {
  const { desk } = await seat();
  await act(async () => fireEvent.change(screen.getByLabelText('Outcome'), { target: { value: 'rejected' } }));
  await waitFor(() => expect(screen.getByText('6 of 30 records')).toBeTruthy());
  await press('ArrowUp');
  await waitFor(() => expect(screen.getByText('The sale after record 25')).toBeTruthy());
  expect(desk).toBeTruthy();
});

test('the wrong record is named and shown in its place', async () => {
  await seat();
  await press('v');
  await waitFor(() => expect(screen.getByText('Wrong at record 12')).toBeTruthy());
  expect(screen.getByText('The rules decide otherwise.')).toBeTruthy();
  expect(screen.getByText(/^Up to record 11 nothing wrong was found/)).toBeTruthy();
  // A root and a signature over it would look like a proof.
  expect(screen.queryByText('Merkle root')).toBeNull();
  expect(screen.getByText(/^the key of the file/)).toBeTruthy();
  await waitFor(() => expect(screen.getByText('The sale after record 12')).toBeTruthy());
  const table = within(screen.getByRole('table', { name: 'Records of the log' }));
  await waitFor(() => expect(table.getByText('Wrong')).toBeTruthy());
});

test('a number that is being typed stays while the record moves on under it; one that was only looked at leads nowhere', async () => {
  await seat();
  const field = screen.getByLabelText('Record number') as HTMLInputElement;
  await act(async () => field.focus());
  await act(async () => fireEvent.change(field, { target: { value: '1' } }));
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'One back' })));
  await waitFor(() => expect(screen.getByText('The sale after record 29')).toBeTruthy());
  expect(document.activeElement).toBe(field);
  expect(field.value).toBe('1');
  await act(async () => fireEvent.change(field, { target: { value: '12' } }));
  await act(async () => fireEvent.keyDown(field, { key: 'Enter' }));
  await waitFor(() => expect(screen.getByText('The sale after record 12')).toBeTruthy());
  await act(async () => field.blur());
  await act(async () => field.focus());
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'One back' })));
  await act(async () => field.blur());
  await waitFor(() => expect(screen.getByText('The sale after record 11')).toBeTruthy());
  expect(field.value).toBe('11');
});

test('what comes at once is not said to be waited for: nothing flickers and no button moves', async () => {
  await seat();
  const asking = screen.getByText('Asking…');
  expect(asking.className).not.toBe('');
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'One back' })));
  expect(screen.getByText('Asking…')).toBe(asking);
  expect(asking.className).not.toBe('');
  expect(screen.queryByText('…')).toBeNull();
});

test('says what a paddle had been told by the moment', async () => {
  await seat();
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Told' })));
  await act(async () =>
    fireEvent.change(screen.getByLabelText('Paddle or bidder to look at'), { target: { value: '101' } }),
  );
  await waitFor(() => expect(screen.getByText('Paddle 101, by record 30')).toBeTruthy());
  expect(screen.getByText('Lost')).toBeTruthy();
});

test('of a sealed lot nobody is said to be outbid, nor of one whose bids were all rejected', () => {
  const lot = { leading: false, status: 'open' } as const;
  expect(stoodMark({ ...lot, stood: 'sealed' }).word).toBe('Sealed');
  expect(stoodMark({ ...lot, stood: 'none' }).word).toBe('Open');
  expect(stoodMark({ ...lot, stood: 'outbid' }).word).toBe('Outbid');
  // A house from before it.
  expect(stoodMark(lot).word).toBe('Outbid');
});

test('a log that could not be opened is said until that is closed: what is verified meanwhile is another one', async () => {
  const { desk } = await seat();
  Object.assign(desk.bridge, {
    openLogFile: async () => {
      throw new Error('review-failed: Seq 63: the chain does not hold.');
    },
  });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /Open a folder/ })));
  const words = 'Seq 63: the chain does not hold. What is open here is still tuesday.';
  await waitFor(() => expect(screen.getByText(words)).toBeTruthy());
  await press('v');
  await waitFor(() => expect(screen.getByText('Wrong at record 12')).toBeTruthy());
  expect(screen.getByText(words)).toBeTruthy();
  fireEvent.click(within(screen.getByText(words).parentElement ?? document.body).getByRole('button'));
  expect(screen.queryByText(words)).toBeNull();
});

test('a moment is said with its day and its zone', async () => {
  await seat();
  const time = await waitFor(() => within(screen.getByRole('region', { name: 'Time travel' })).getByRole('time'));
  await waitFor(() => expect(time.textContent).toMatch(/^1 Jan 1970 \d\d:00:30\.000 \S+$/));
  expect(time.getAttribute('datetime')).toBe('1970-01-01T00:00:30.000Z');
});

test('a time is typed where a record is: the last one decided by then', async () => {
  const { desk } = await seat();
  const field = screen.getByLabelText<HTMLInputElement>('Record number');
  const give = async (text: string) => {
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: text } });
    await act(async () => void fireEvent.keyDown(field, { key: 'Enter' }));
  };
  const seq = () => reviewOf(desk).store.getState().seq;
  const clock = (seconds: number) => new Date(seconds * 1000).toLocaleTimeString('en-GB');
  await give(`${clock(12)}.500`);
  await waitFor(() => expect(seq()).toBe(12));
  expect(field.value).toBe('12');
  await give(clock(13));
  await waitFor(() => expect(seq()).toBe(13));
  // Before the log began there is the first record, and after it the last.
  await give(clock(0));
  await waitFor(() => expect(seq()).toBe(1));
  await give(clock(59));
  await waitFor(() => expect(seq()).toBe(LAST));
  await give('1-2');
  expect(seq()).toBe(LAST);
});

test('a receipt is in words before it is a text', async () => {
  await seat();
  await press('Enter');
  const dialog = within(await waitFor(() => screen.getByRole('dialog')));
  const facts = dialog.getAllByRole('definition').map((fact) => fact.textContent);
  expect(facts.slice(0, 3)).toEqual(['Rejected Below the ask', 'Bid online', expect.stringMatching(/^l1/)]);
  expect(dialog.getByText('Amount').nextSibling?.textContent).toBe('$3,000');
  expect(dialog.getByText('Decided').nextSibling?.textContent).toMatch(/^1 Jan 1970, /);
});

test('a picture that would be nothing but axes is a sentence', () => {
  const book: ReviewRow = { ...rowAt(1), kind: 'max', channel: 'book', outcome: 'accepted', priceMinor: null };
  expect(drawn([book])).toMatchObject({ xs: [], bids: [book] });
  expect(drawn([book, rowAt(2)]).xs).toEqual([1000, 2000]);
});

test('what had been told begins with the paddle of the record that was chosen, until one is typed', async () => {
  await seat();
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Told' })));
  await press('ArrowLeft');
  const field = screen.getByLabelText<HTMLInputElement>('Paddle or bidder to look at');
  await waitFor(() => expect(field.value).toBe('102'));
  await act(async () => fireEvent.change(field, { target: { value: '7' } }));
  await press('ArrowLeft');
  expect(field.value).toBe('7');
});

test('every reason that a log can hold can be looked for, in words', async () => {
  await seat();
  const options = [...screen.getByLabelText<HTMLSelectElement>('Reason').options].map(({ value, text }) => [
    value,
    text,
  ]);
  expect(options).toHaveLength(1 + new Set<string>([...REJECT_REASONS, ...REFUSE_REASONS]).size);
  expect(options).toContainEqual(['max-not-raised', 'Max not raised']);
});

test('lists the signs in words, with paddle, lot and figure, and goes to the record of one', async () => {
  await seat();
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Signs' })));
  await waitFor(() => expect(screen.getByText('5 signs, and 3 more by record 30')).toBeTruthy());
  const table = within(screen.getByRole('table', { name: 'Signs found' }));
  const rows = table.getAllByRole('row').slice(1);
  const cells = (row: HTMLElement) =>
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  expect(rows.map(cells)).toEqual([
    ['Bids like a shill', '101', 'anna', 'The whole sale', '7.4 of 10 on 5 lots'],
    ['Loses with one seller', '–', 'ben', 'Clocks', '9 of 10 lots lost'],
    ['Outbids at once', '101', 'anna', 'Lot l1', '4 times'],
    ['Burst of bids', '101', 'anna', 'Lot l1', '16 bids in 10 s'],
    ['Shares a desk', '101', 'anna', 'With ben, carl', `last on ${new Date(0).toLocaleDateString()}`],
  ]);
  const [, , quick] = rows;
  if (quick === undefined) throw new Error('no row');
  await act(async () => fireEvent.click(quick));
  await waitFor(() => expect(screen.getByText('The sale after record 12')).toBeTruthy());
});

test('says what the sale came to, by lot and by buyer, as of the record shown, and saves that', async () => {
  const { saved } = await seat();
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Sale' })));
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Results' })));
  await waitFor(() => expect(screen.getByText('1 of 1 sold. Hammer $3,000, premium $600, total $3,600.')).toBeTruthy());
  await act(async () => fireEvent.click(screen.getByRole('radio', { name: 'Buyers' })));
  const [, buyer] = within(screen.getByRole('table', { name: 'Buyers' })).getAllByRole('row');
  expect(buyer?.textContent).toBe('101l1$3,000$600$3,600');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save as CSV' })));
  await waitFor(() => expect(screen.getByText('Saved as of record 30.')).toBeTruthy());
  expect(saved).toEqual([['tuesday.buyers.csv', expect.stringContaining('101,anna,1,l1,3000.00,600.00,3600.00,USD')]]);
  // A step back, and the lot is open: nobody has bought.
  await press('ArrowLeft');
  await waitFor(() => expect(screen.getByText('Nobody has bought yet.')).toBeTruthy());
  expect(screen.getByText('0 of 1 sold. Hammer $0, premium $0, total $0.')).toBeTruthy();
});

test('exports what is listed', async () => {
  const { saved } = await seat();
  await act(async () => fireEvent.change(screen.getByLabelText('Outcome'), { target: { value: 'rejected' } }));
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'CSV' })));
  await waitFor(() => expect(saved.length).toBe(1));
  expect(saved[0]?.[0]).toBe('tuesday.csv');
  expect(saved[0]?.[1].split('\r\n').length).toBe(8);
});
