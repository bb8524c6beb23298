import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { headText } from '../../protocol/log.ts';
import { emptyState, fold, placeOf } from '../core/sale.ts';
import { exportPublicLog, publicKeyText } from '../proof/export.ts';
import { createLogKeeper } from '../proof/keeper.ts';
import { createReceipts } from '../proof/receipts.ts';
import { createRandom } from '../sim/random.ts';
import { randomLog } from '../sim/records.ts';
import { verifyLog } from './verify.ts';

const { privateKey: signingKey } = generateKeyPairSync('ed25519');
const secret = Buffer.alloc(32, 7);
const key = publicKeyText(signingKey);

function exported(records: readonly LogRecord[]): string[] {
  return [...exportPublicLog({ sale: 'sim', secret, signingKey, records: () => records, at: 1 })];
}
function keeperOf(records: readonly LogRecord[]) {
  const keeper = createLogKeeper({ sale: 'sim', secret, signingKey, recordsFrom: (seq) => records.slice(seq - 1) });
  const state = emptyState();
  for (const record of records) fold(state, record);
  const receipts = createReceipts(
    'sim',
    keeper,
    (seq) => records.slice(seq - 1),
    (id) => placeOf(state, id),
  );
  return { keeper, receipts };
}

describe('an undamaged log', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'is judged whole when every lot is closed (seed %i)',
    async (seed) => {
      const { records } = randomLog(seed, 400, true);
      const verdict = await verifyLog({ lines: () => exported(records), key });
      expect(verdict.wrong).toEqual([]);
      expect(verdict.records).toBe(records.length);
      expect(verdict.judged + verdict.onTheirWord).toBe(records.length);
    },
  );

  it.each([21, 22, 23, 24, 25, 26])(
    'passes while lots are open, and says how much could not be judged yet (seed %i)',
    async (seed) => {
      const { records } = randomLog(seed, 300, false);
      const verdict = await verifyLog({ lines: () => exported(records), key });
      expect(verdict.wrong).toEqual([]);
      expect(verdict.notYet).toBeGreaterThan(0);
      expect(verdict.judged).toBeGreaterThan(0);
    },
  );

  it('shows no bidder, no limit, and no maximum or reserve of an open lot', () => {
    const { records } = randomLog(31, 300, false);
    // A bid on a lot that does not exist says nothing about any lot, and hides nothing.
    const text = exported(records)
      .filter((line) => !line.includes('l999'))
      .join('\n');
    expect(text.length).toBeGreaterThan(50_000);
    expect(text).not.toContain('bidder-');
    expect(text).not.toContain('nobody');
    expect(text).not.toContain('identity in doubt');
    expect(text).not.toMatch(/"limitMinor":\d/);
    expect(text).not.toMatch(/"reserveMinor":\d/);
    expect(text).not.toMatch(/"amountMinor":\d+,"kind":"max"/);
  });

  it('is refused under another key', async () => {
    const { records } = randomLog(1, 100, true);
    const other = publicKeyText(generateKeyPairSync('ed25519').privateKey);
    expect((await verifyLog({ lines: () => exported(records), key: other })).ok).toBe(false);
  });
});

/** The record that starts at `seq` is line `seq` of the file. */
type Damage = {
  readonly name: string;
  make(lines: string[], at: number): { readonly lines: string[]; readonly seq: number };
};
const count = (lines: readonly string[]) => lines.filter((line) => line.startsWith('{"record"')).length;
const DAMAGES: readonly Damage[] = [
  {
    name: 'edited',
    make: (lines, at) => ({ lines: lines.with(at, (lines[at] ?? '').replace(/"at":(\d)/, '"at":$11')), seq: at }),
  },
  { name: 'dropped', make: (lines, at) => ({ lines: lines.toSpliced(at, 1), seq: at }) },
  { name: 'inserted', make: (lines, at) => ({ lines: lines.toSpliced(at, 0, lines[at - 1] ?? ''), seq: at }) },
  {
    name: 'reordered',
    make: (lines, at) => ({ lines: lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? ''), seq: at }),
  },
  {
    name: 'truncated',
    make: (lines, at) => ({
      lines: [
        ...lines.slice(0, at),
        ...lines.filter((line) => line.startsWith('{"head"') && JSON.parse(line).head.size < at),
      ],
      seq: at,
    }),
  },
];

describe('a damaged log', () => {
  const { records } = randomLog(77, 300, true);
  const whole = exported(records);
  it.each(DAMAGES)('$name at random places is caught, and the first wrong seq named', async ({ make }) => {
    const random = createRandom(5);
    for (let round = 0; round < 20; round += 1) {
      const { lines, seq } = make([...whole], random.int(2, count(whole) - 1));
      const verdict = await verifyLog({ lines: () => lines, key });
      expect(verdict.wrong[0]?.seq).toBe(seq);
    }
  });

  it('edited by somebody who mends numbers and chain is caught by the signed heads, to within the records of one head', async () => {
    const random = createRandom(6);
    for (let round = 0; round < 20; round += 1) {
      const at = random.int(2, count(whole) - 1);
      const forged = mend(whole, at, JSON.stringify({ ...JSON.parse(whole[at] ?? '').record, rules: 2 }));
      const first = (await verifyLog({ lines: () => forged, key })).wrong[0];
      expect(first?.seq).toBeLessThanOrEqual(at);
      expect(first?.lastSeq).toBeGreaterThanOrEqual(at);
      expect((first?.lastSeq ?? 0) - (first?.seq ?? 0)).toBeLessThan(64);
    }
  });

  it('decided otherwise than the rules say is caught even when the house itself signed it', async () => {
    const { records: honest } = randomLog(78, 300, true);
    const at = honest.findIndex(({ events }) => events.some((event) => event.type === 'PriceChanged'));
    const lying = honest.map((record, n) =>
      n !== at
        ? record
        : {
            ...record,
            events: record.events.map((event) =>
              event.type === 'PriceChanged' ? { ...event, askMinor: (event.askMinor ?? 0) + 500 } : event,
            ),
          },
    );
    const verdict = await verifyLog({ lines: () => exported(lying), key });
    expect(verdict.wrong[0]).toMatchObject({ seq: at + 1, lastSeq: at + 1 });
  });

  it('forked: a head that a desk kept does not fit the other branch', async () => {
    const { keeper } = keeperOf(records);
    keeper.took(records.slice(0, 150));
    const kept = keeper.head(5);
    expect((await verifyLog({ lines: () => whole, key, heads: [kept] })).ok).toBe(true);
    const branch = [
      ...records.slice(0, 120),
      ...randomLog(79, 300, true)
        .records.slice(120)
        .map((record) => record),
    ];
    const verdict = await verifyLog({ lines: () => exported(branch), key, heads: [kept] });
    expect(verdict.ok).toBe(false);
    expect(verdict.wrong[0]?.seq).toBeLessThanOrEqual(121);
    expect(verdict.wrong[0]?.lastSeq).toBeGreaterThanOrEqual(121);
  });

  it('truncated and signed again is caught by a head that a desk kept', async () => {
    const { keeper } = keeperOf(records);
    keeper.took(records);
    const verdict = await verifyLog({ lines: () => exported(records.slice(0, 200)), key, heads: [keeper.head(5)] });
    expect(verdict.wrong[0]).toMatchObject({ seq: 201 });
  });

  it('refuses a head with a signature that is not the house’s', async () => {
    const { keeper } = keeperOf(records);
    keeper.took(records.slice(0, 10));
    const forged = { ...keeper.head(5), root: '00'.repeat(32) };
    expect((await verifyLog({ lines: () => whole, key, heads: [forged] })).ok).toBe(false);
  });
});

describe('receipts', () => {
  const { records } = randomLog(90, 400, true);
  const { keeper, receipts } = keeperOf(records);
  keeper.took(records);
  receipts.took(records);
  const bids = records.flatMap(({ seq, command }) => (command.type === 'PlaceBid' ? [{ seq, ...command }] : []));

  it('exist for every bid, accepted or refused, and are found in the exported log', async () => {
    const all = bids
      .filter((bid, at) => bids.findIndex(({ id }) => id === bid.id) === at)
      .map((bid) => receipts.answer({ id: bid.id, since: 100 }, bid.bidder, 9));
    expect(all.length).toBeGreaterThan(100);
    expect(all.every((receipt) => receipt.inLog)).toBe(true);
    expect(all.some((receipt) => receipt.outcome === 'rejected' && receipt.inLog && receipt.beatenBy !== null)).toBe(
      true,
    );
    const heads = [{ ...headAt(100) }];
    const verdict = await verifyLog({ lines: () => exported(records), key, receipts: all, heads });
    expect(verdict.wrong).toEqual([]);
  });

  it('fail when line, path or consistency is changed', async () => {
    const [bid] = bids;
    const receipt = receipts.answer({ id: bid?.id ?? '', since: 100 }, bid?.bidder ?? '', 9);
    if (!receipt.inLog) throw new Error('not in the log');
    const heads = [headAt(100)];
    const lines = () => exported(records);
    const flip = (hex: string) => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`;
    const bad = [
      { ...receipt, line: receipt.line.replace('"at":1', '"at":2') },
      {
        ...receipt,
        proof: { ...receipt.proof, hashes: receipt.proof.hashes.map((hex, at) => (at === 2 ? flip(hex) : hex)) },
      },
      { ...receipt, proof: { ...receipt.proof, hashes: receipt.proof.hashes.slice(1) } },
      {
        ...receipt,
        consistency: receipt.consistency && { ...receipt.consistency, hashes: receipt.consistency.hashes.map(flip) },
      },
      { ...receipt, sale: 'other' },
    ];
    for (const one of bad) expect((await verifyLog({ lines, key, receipts: [one], heads })).ok).toBe(false);
    expect((await verifyLog({ lines, key, receipts: [receipt], heads })).ok).toBe(true);
  });

  it('are given of one’s own bids only, and say when a bid is not in the log', () => {
    const [bid] = bids;
    expect(receipts.answer({ id: bid?.id ?? '' }, 'somebody-else', 9).inLog).toBe(false);
    receipts.noteRefused('bidder-1', 'late-one', 'rate-limited', 8);
    expect(receipts.answer({ id: 'late-one' }, 'bidder-1', 9)).toMatchObject({
      inLog: false,
      outcome: 'refused',
      reason: 'rate-limited',
    });
    expect(receipts.answer({ id: 'late-one' }, 'bidder-2', 9)).toMatchObject({ outcome: 'unknown', reason: null });
  });

  function headAt(size: number) {
    const { keeper: young } = keeperOf(records);
    young.took(records.slice(0, size));
    return young.head(4);
  }
});

describe('the verifier', () => {
  it('shares no code with the house but the protocol and the rules', () => {
    const dir = import.meta.dirname;
    const sources = fs.readdirSync(dir).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    expect(sources.length).toBeGreaterThan(2);
    for (const name of sources)
      for (const [, from = ''] of fs.readFileSync(path.join(dir, name), 'utf8').matchAll(/from '([^']+)'/g))
        expect(`${name}: ${from}`).toMatch(/: (node:|\.\/|\.\.\/core\/|\.\.\/\.\.\/protocol\/)/);
  });
});

/** Replaces one record and makes the file's own chain right again, as a forger would. */
function mend(lines: readonly string[], at: number, record: string): string[] {
  const sha = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
  let chain: Buffer = Buffer.alloc(32);
  return lines.map((text, n) => {
    const line = JSON.parse(text);
    if (!('record' in line)) return text;
    const body = n === at ? record : JSON.stringify(line.record);
    chain = sha(chain, sha(Buffer.of(0), body));
    return `{"record":${body},"chain":"${chain.toString('hex')}"}`;
  });
}

describe('a head', () => {
  it('is bound to its sale', async () => {
    const { records } = randomLog(1, 50, true);
    const { keeper } = keeperOf(records);
    keeper.took(records);
    const { signature: _, ...unsigned } = keeper.head(3);
    const foreign = {
      ...unsigned,
      signature: sign(null, Buffer.from(headText('another', unsigned)), signingKey).toString('base64'),
    };
    expect((await verifyLog({ lines: () => exported(records), key, heads: [foreign] })).ok).toBe(false);
  });
});
