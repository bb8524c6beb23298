import { expect, it } from 'vitest';
import { createMemory, type Noted } from './memory.ts';

const noted = (bidder: string): Noted => ({ bidder, request: null, receivedAt: 1, toldAt: null, refusal: null });

it('never remembers more than its bound, and always the last half of it', () => {
  const memory = createMemory(10);
  for (let bid = 0; bid < 1_000; bid += 1) {
    memory.set(`id${bid}`, noted('anna'));
    expect(memory.size).toBeLessThanOrEqual(10);
    for (let recent = Math.max(0, bid - 4); recent <= bid; recent += 1) expect(memory.get(`id${recent}`)).toBeDefined();
  }
  expect(memory.get('id989')).toBeUndefined();
});

it('gives back what was noted, and that a bid was refused when it was', () => {
  const memory = createMemory(4);
  memory.set('one', noted('anna'));
  memory.set('two', noted('bert'));
  const known = memory.get('one');
  if (known !== undefined) known.refusal = 'rate-limited';
  expect(memory.get('one')).toEqual({ ...noted('anna'), refusal: 'rate-limited' });
  expect(memory.get('three')).toBeUndefined();
});
