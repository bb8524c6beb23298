import { expect, test } from 'vitest';
import { standing as anna } from '../sale.fixture.ts';
import { noSale, withNotice } from './sale.ts';

const standing = { ...anna, registered: false };

test('a desk that was open before its bidder was registered hears of it with the limit, and may bid', () => {
  const seated = { ...noSale, standing };
  const told = withNotice(seated, { type: 'limit', seq: 2, at: 5, limitMinor: 100_00, usedMinor: 0 });
  expect(told.standing).toMatchObject({ registered: true, limitMinor: 100_00 });
  expect(seated.standing.registered).toBe(false);
});
