// @vitest-environment happy-dom
/** What must not be an order, and what became of one that was. */
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { press, sit, snapshot, submit, tick, type, waiting } from './sit.fixture.tsx';
import { SETTLE_MS } from './use-console.ts';

describe('a press that must not be a bid', () => {
  test('an ask that changed a moment ago takes a second press', async () => {
    const { orders, sayTick, pass } = await sit();
    await sayTick(tick('l1', 2));
    pass(SETTLE_MS - 50);
    await press(' ');
    expect(orders()).toEqual([]);
    expect(screen.getByText(/Press again/)).toBeTruthy();
    pass(100);
    await press(' ');
    expect(orders()).toMatchObject([{ amountMinor: 30_000 }]);
  });

  test('the same amount is not bid again while the house is being asked, by no channel', async () => {
    const { orders, reply } = await sit();
    await press(' ');
    await press(' ');
    await press('1');
    expect(orders()).toHaveLength(1);
    expect(screen.getByText(/being asked for this bid already/)).toBeTruthy();
    await reply({ outcome: 'refused', reason: 'rate-limited' });
    await press(' ');
    expect(orders()).toHaveLength(2);
  });

  test.each([
    ['h', 'Hammer'],
    ['w', 'FairWarning'],
  ])(
    '%s pressed twice is one order, and what the house says of it is read, not why the second press sent nothing',
    async (key, type) => {
      const { orders, reply } = await sit();
      await press(key);
      await press(key);
      expect(orders()).toEqual([{ type, lot: 'l1' }]);
      expect(screen.getByText('The house is being asked for this already.')).toBeTruthy();
      await reply({});
      expect(screen.queryByText('Nothing sent')).toBeNull();
      expect(screen.getByText('Done')).toBeTruthy();
    },
  );

  test('a digit that answers a question bids on no line, nor does one typed in a field', async () => {
    const { orders } = await sit();
    await press('x');
    // A browser paints between two listeners of one press: the question is gone when the console's own would hear it.
    const console = vi.fn();
    window.addEventListener('keydown', console);
    await press('1');
    window.removeEventListener('keydown', console);
    expect(console).not.toHaveBeenCalled();
    expect(orders()).toMatchObject([{ type: 'Pass' }]);
    await press('a');
    await press('1');
    await press(' ');
    expect(orders()).toHaveLength(1);
    await press('Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
    await press('x');
    await act(async () => screen.getByRole('textbox', { name: 'Own words' }).focus());
    await press('1');
    expect(orders()).toHaveLength(1);
  });
});

describe('an order that would come to nothing', () => {
  const bare = tick('l1', 0, { priceMinor: null, askMinor: 10_000, leader: null, reserveMet: false });
  const button = (name: RegExp) => screen.getByRole('button', { name });
  const isOff = (name: RegExp) => button(name).getAttribute('aria-disabled') === 'true';
  const pressed = (name: RegExp) => act(async () => void fireEvent.click(button(name)));

  test.each([
    ['h', /^Hammer/, 'There is no bid to sell to. Pass it instead.'],
    ['v', /^Void a bid/, 'There is no bid that could be voided.'],
    ['o', /^Reopen/, 'This lot is not over. It is sold or passed first.'],
  ])('of a lot without a bid: %s says why, and so does its button', async (key, name, why) => {
    const { orders, sayTick } = await sit([bare, waiting('l2')]);
    expect(isOff(name)).toBe(true);
    await press(key);
    expect(screen.getByRole('status').textContent).toContain(why);
    // A question that can be asked takes the sentence away, so that the button says it anew.
    await press('f');
    await press('Escape');
    expect(screen.queryByText(why)).toBeNull();
    await pressed(name);
    expect(screen.getByRole('status').textContent).toContain(why);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(orders()).toEqual([]);
    await sayTick(tick('l1', 1));
    expect(isOff(name)).toBe(key === 'o');
  });

  test('fair warning is the house’s to give without a bid too, and is given once', async () => {
    const { orders, sayTick } = await sit([bare, waiting('l2')]);
    await press('w');
    expect(orders()).toEqual([{ type: 'FairWarning', lot: 'l1' }]);
    await sayTick({ ...bare, rev: 1, status: 'warned' });
    expect(isOff(/^Fair warning/)).toBe(true);
    await press('w');
    expect(orders()).toHaveLength(1);
    expect(screen.getByText('Fair warning was given already.')).toBeTruthy();
  });

  test('while the sale is held a key says so; a bid can still be voided', async () => {
    const { orders, say } = await sit();
    await say({ type: 'sale-word', word: { type: 'held', seq: 2, at: 2, reason: 'Dispute' } });
    for (const key of [' ', 'h', 'w', 'a', 'x', 'd', 'b']) await press(key);
    expect(orders()).toEqual([]);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText('The sale is held. Resume it first.')).toBeTruthy();
    await press('v');
    expect(screen.getByRole('dialog', { name: 'Void which bid?' })).toBeTruthy();
  });
});

describe('what became of an order', () => {
  test('nothing is done before the house has said so', async () => {
    const { reply } = await sit();
    await press(' ');
    expect(screen.getByText('Asking the house…')).toBeTruthy();
    expect(screen.queryByText('Done')).toBeNull();
    await reply({});
    expect(screen.getByText('Done')).toBeTruthy();
  });

  test('silence is unknown, never failed, and is asked again by the same id', async () => {
    const { orders, silence, reply } = await sit();
    await press(' ');
    await silence();
    expect(screen.getByText('Unknown')).toBeTruthy();
    expect(screen.queryByText(/fail|Not taken/i)).toBeNull();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: /Ask again/ }));
    });
    const [first, second] = orders();
    expect(second).toEqual(first);
    expect(second).toMatchObject({ type: 'PlaceBid', id: expect.stringMatching(/./) });
    await reply({});
    expect(screen.getByText('Done')).toBeTruthy();
  });

  test('a refusal says why in words, whether the door or the rules refused', async () => {
    const { reply } = await sit();
    await press('h');
    await reply({ outcome: 'refused', reason: 'reserve-not-met' });
    expect(screen.getByText('Not taken')).toBeTruthy();
    expect(screen.getByText(/The reserve is not met/)).toBeTruthy();
    await press(' ');
    await reply({
      outcome: 'accepted',
      events: [{ type: 'BidRejected', id: 'x', lot: 'l1', bidder: 'room', reason: 'below-ask' }] as never,
    });
    expect(screen.getByText(/The price had moved on. Look at the ask/)).toBeTruthy();
  });
});

test('who is in the sale is told by name, a line and the room by their word, and nobody by the id he signs in with', async () => {
  await sit();
  const names = [...screen.getByRole('region', { name: 'In the sale' }).querySelectorAll('tbody td:nth-child(2)')];
  expect(names.map((cell) => cell.textContent)).toEqual(['Room', 'Anna Lindqvist', 'Telephone Mr Ito']);
});

test('an order is told with the paddle it was for, and a hammer with what the house sold for', async () => {
  const { reply, sayTick } = await sit();
  const line = () => screen.getAllByRole('status').find((at) => at.textContent?.includes('Lot 1:'))?.textContent;
  await press('f');
  await type('Paddle', '101');
  await submit('Paddle');
  await reply({});
  expect(line()).toBe('DoneLot 1: floor bid, £200, Paddle 101');
  await press('b');
  await type('Paddle', '101');
  await type('Maximum', '900');
  await submit('Paddle');
  await reply({});
  expect(line()).toBe('DoneLot 1: book bid, Paddle 101');
  const last = { kind: 'max', channel: 'book', amountMinor: 20_000, bidder: '101' } as const;
  await sayTick(tick('l1', 2, { last, leader: '204' }));
  expect(line()).toBe('DoneLot 1: book bid, Paddle 101 — Paddle 204 leads');
  await sayTick(tick('l1', 2, { last, leader: '101' }));
  expect(line()).toBe('DoneLot 1: book bid, Paddle 101');
  await press('h');
  await reply({});
  // What was read is not what was sold: only the house's own word counts.
  expect(line()).toBe('DoneLot 1: hammer');
  await sayTick(tick('l1', 3, { status: 'sold', askMinor: null, leader: 'Phone-1' }));
  expect(line()).toBe('DoneLot 1: sold for £300, Telephone Mr Ito');
});

test('a question says whose paddle is typed and what Enter would do, before it does', async () => {
  const { sayTick, pass } = await sit();
  await press('f');
  expect(screen.getByRole('button', { name: 'Bid £200' })).toBeTruthy();
  await sayTick(tick('l1', 2));
  pass(1_000);
  expect(screen.getByRole('button', { name: 'Bid £300' })).toBeTruthy();
  await type('Paddle', '101');
  expect(screen.getByRole('dialog').textContent).toContain('Anna Lindqvist');
  await press('Escape');
  await press('b');
  await type('Paddle', '101');
  await type('Maximum', '1.5k');
  expect(screen.getByRole('dialog').textContent).toContain('Anna Lindqvist, up to £1,500');
  await press('Escape');
  await press('a');
  await type('Ask', '1.5k');
  expect(screen.getByRole('button', { name: 'Jump to £1,500' })).toBeTruthy();
  await type('Ask', '250');
  expect(screen.getByRole('button', { name: 'Cut to £250' })).toBeTruthy();
});

test('between two lots the next one stands with what is read out of it, and a lot without a past says so', async () => {
  const terms = { estimateMinor: [200_000, 300_000], openingMinor: 120_000 } as const;
  const lot = { lotId: 'l2', number: 2, title: 'A watch', format: 'live', hasReserve: false, ...terms } as const;
  await sit([tick('l1', 1, { status: 'passed', askMinor: null }), waiting('l2')], [lot]);
  const words = screen.getByText('Next: lot 2, A watch').nextSibling?.textContent;
  expect(words).toBe('No reserveEstimate £2,000 – £3,000Opening £1,200');
  cleanup();
  await sit([]);
  expect(screen.getByText('Nothing has happened on this lot yet.')).toBeTruthy();
});

test('a lot that is over is called by its state on the block and in the queue, and its amount does not flash', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  const { sayTick } = await sit();
  const block = () => screen.getByRole('region', { name: 'On the block' });
  const row = () => within(screen.getByRole('table', { name: 'Catalogue' })).getAllByRole('row')[1]?.textContent;
  expect(row()).toBe('1A clockOpen£100');
  await sayTick(tick('l1', 2, { priceMinor: 10_000, askMinor: 30_000 }));
  expect(block().querySelector('[data-flash]')).not.toBeNull();
  await sayTick(tick('l1', 3, { status: 'sold', priceMinor: 10_000, askMinor: null }));
  expect(block().textContent).toContain('Sold for£100');
  expect(block().querySelector('[data-flash]')).toBeNull();
  expect(row()).toBe('1A clockSold£100');
  await sayTick(tick('l1', 4, { status: 'withdrawn', askMinor: null }));
  expect(block().textContent).toContain('Withdrawn–');
  expect(block().textContent).not.toContain('Not open');
});

test('a telephone line is a name at the rostrum, whatever number everybody else is told', async () => {
  const { sayTick } = await sit();
  await sayTick(tick('l1', 2, { leader: 'Phone-1' }));
  expect(screen.getByText('Telephone Mr Ito', { selector: 'dd' })).toBeTruthy();
});

test('without a connection no key is an order and no button can be pressed; it is said why', async () => {
  const { orders, say } = await sit();
  await say({ type: 'connection', connection: { state: 'reconnecting', attempt: 1, sinceMs: 0 } });
  for (const key of [' ', 'h', 'l', '1']) await press(key);
  expect(orders()).toEqual([]);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByText('The connection is lost. Nothing is sent until it is back.')).toBeTruthy();
  const buttons = [...screen.getByRole('region', { name: 'Commands' }).querySelectorAll('button')];
  expect(buttons.every((button) => button.disabled)).toBe(true);
  await say({ type: 'connection', connection: { state: 'live' } });
  await press(' ');
  expect(orders()).toHaveLength(1);
});

test('a house that is silent gets no order, neither by a key nor by a question that was open', async () => {
  const { orders, say } = await sit();
  await press('x');
  await say({ type: 'connection', connection: { state: 'degraded' } });
  await press('1');
  expect(orders()).toEqual([]);
  expect(screen.getByText('Not taken')).toBeTruthy();
  expect(screen.getByText('Nothing was sent. The house is silent. Bidding waits until it is heard.')).toBeTruthy();
  await press('h');
  expect(orders()).toEqual([]);
  expect(screen.getByRole('button', { name: /^Hammer/ }).hasAttribute('disabled')).toBe(true);
  await say({ type: 'connection', connection: { state: 'live' } });
  await press('h');
  expect(orders()).toEqual([{ type: 'Hammer', lot: 'l1' }]);
});

test('a line that is there is not made twice', async () => {
  const { orders } = await sit();
  await press('p');
  await type('Name of the line', 'Mr Ito');
  await submit('Name of the line');
  expect(orders()).toEqual([]);
  expect(screen.getByText('Line 1 speaks for them already.')).toBeTruthy();
});

describe('another sale', () => {
  const seated = async (lots: readonly string[]) => {
    const seat = await sit();
    const ticks = lots.map(waiting);
    const named = lots.map((lotId, at) => ({
      ...{ lotId, number: at + 1, title: `Of the other, ${at + 1}` },
      ...({ format: 'live', hasReserve: false } as const),
    }));
    return {
      ...seat,
      async move() {
        await seat.say({
          type: 'snapshot',
          snapshot: { ...snapshot, sale: { ...snapshot.sale, saleId: 's2', lots: named }, ticks },
        });
        const words = ticks.map((each) => ({ tick: each, hole: false, trail: [each] }));
        await seat.say({ type: 'lots', lots: words, arrivedAtMs: 0 });
      },
    };
  };

  test.each([
    ['other ids', ['m1', 'm2', 'm3']],
    ['the same ids', ['l0', 'l1', 'l2']],
  ])(
    'of lots with %s begins with its first: the lot of the one before is not on the block, nor is the last one next',
    async (_, lots) => {
      const { orders, move } = await seated(lots);
      await press('x');
      await move();
      expect(screen.getByText('Next: lot 1, Of the other, 1')).toBeTruthy();
      expect(screen.getByRole('region', { name: 'On the block' }).textContent).toContain('Of the other, 1');
      expect(screen.queryByRole('dialog')).toBeNull();
      await press('Enter');
      expect(orders()).toEqual([{ type: 'OpenLot', lot: lots[0] }]);
    },
  );

  test('has its own telephone lines, and no order of the one before is asked again of it', async () => {
    const { orders, reply, silence, move } = await seated(['l1', 'l2']);
    await press('p');
    await type('Name of the line', 'Ms Okoye');
    await submit('Name of the line');
    await reply({});
    await press('2');
    await silence();
    expect(screen.getByRole('button', { name: /Ask again/ })).toBeTruthy();
    await move();
    expect(screen.queryByRole('button', { name: /Ask again/ })).toBeNull();
    await press('2');
    expect(screen.getByRole('dialog', { name: 'New telephone line' })).toBeTruthy();
    expect(orders()).toHaveLength(2);
  });
});
