import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import type { ReceiptRequest } from '../../protocol/log.ts';
import { NOWHERE } from '../core/ids.ts';
import type { Decided } from '../order.ts';
import { createLogKeeper } from './keeper.ts';
import { createReceipts } from './receipts.ts';

const undecided = () => NOWHERE;
const bid = { id: 'b1', lot: 'l1', kind: 'bid', amountMinor: 100 } as const;

function told(bidder: string, at: number, event: Event | null): Decided {
  const command = { ...bid, type: 'PlaceBid', bidder, channel: 'online', at } as const;
  const request = { ...bid, basedOnRev: 3, sentAt: at - 1 };
  return {
    order: { command, origin: { kind: 'bid', reply: '', id: 'b1', bidder, request } },
    record: event === null ? null : { seq: at, at, rules: 1, command, events: [event] },
  };
}

it('keeps the times of the first decision, whoever takes its id again', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keeper = createLogKeeper({
    sale: 's',
    secret: Buffer.alloc(32, 1),
    signingKey: privateKey,
    recordsFrom: () => [],
  });
  const receipts = createReceipts('s', keeper, () => [], undecided);
  const accepted: Event = { type: 'BidAccepted', ...bid, rev: 1, bidder: 'anna', channel: 'online' };
  const times = { sentAt: 9, receivedAt: 10, decidedAt: null, toldAt: 12 };
  receipts.noteTold(told('anna', 10, accepted), 12);
  expect(receipts.answer({ id: 'b1' }, 'anna', 20).times).toEqual(times);
  receipts.noteTold(told('anna', 13, null), 14);
  const foreign = { lot: 'l1', bidder: 'mallory', reason: 'malformed', askMinor: null } as const;
  receipts.noteTold(told('mallory', 15, { type: 'BidRejected', id: 'b1', ...foreign }), 16);
  expect(receipts.answer({ id: 'b1' }, 'anna', 20).times).toEqual(times);
  expect(receipts.answer({ id: 'b1' }, 'mallory', 20).times.receivedAt).toBeNull();
});

it('knows the first record of an id, and bears a malformed order without one', () => {
  const { privateKey: signingKey } = generateKeyPairSync('ed25519');
  const keeper = createLogKeeper({ sale: 's', secret: Buffer.alloc(32, 1), signingKey, recordsFrom: () => [] });
  const receipts = createReceipts('s', keeper, () => [], undecided);
  const refused: Event = { type: 'CommandRefused', reason: 'malformed' };
  const records = [undefined, 7, 'b1', 'b1', 'b2'].map((id, index) => {
    const command = { type: 'LowerMax', id, lot: 'l1', bidder: 'anna', amountMinor: 1, at: 1 } as unknown as Command;
    return { seq: index + 1, at: 1, rules: 1, command, events: [refused] };
  });
  receipts.took(records);
  expect(['b1', 'b2', 'b3'].map(receipts.seqOf)).toEqual([3, 5, null]);
  const withoutId = { id: undefined } as unknown as ReceiptRequest;
  expect(receipts.answer(withoutId, 'anna', 1)).toMatchObject({ inLog: false, outcome: 'unknown' });
});
