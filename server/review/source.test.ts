import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../journal/file.ts';
import { exportPublicLog, publicKeyText } from '../proof/export.ts';
import { randomLog } from '../sim/records.ts';
import { createReview } from './review.ts';
import { openSource } from './source.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-source-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const { privateKey: signingKey } = generateKeyPairSync('ed25519');
const { records } = randomLog(21, 300, false);
const lines = [
  ...exportPublicLog({ sale: 'sim', secret: Buffer.alloc(32, 7), signingKey, records: () => records, at: 1 }),
];

function written(name: string, text: readonly string[]): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${text.join('\n')}\n`);
  return file;
}

describe('an exported log', () => {
  it('has the rows of the log it was made of', async () => {
    const review = createReview(openSource(written('sale.jsonl', lines)));
    const page = await review.answer({ fromSeq: 1, limit: 500, filter: {} });
    expect(page).toMatchObject({ lastSeq: records.length });
    expect('rows' in page && page.rows.map(({ seq }) => seq)).toEqual(records.map(({ seq }) => seq));
  });

  it('is judged as a stranger judges it: lots that are open accuse nobody', async () => {
    const review = createReview(openSource(written('sale.jsonl', lines)));
    const reply = await review.answer({ view: 'verify' });
    expect(reply).toMatchObject({ ok: true, records: records.length, wrong: null, fileKey: publicKeyText(signingKey) });
    expect('notYet' in reply && reply.notYet).toBeGreaterThan(0);
  });

  it('names the record that was changed after it was signed', async () => {
    const at = lines.findIndex((line) => line.includes('"type":"BidAccepted"'));
    const { record } = JSON.parse(lines[at] ?? '') as { record: { seq: number } };
    const forged = lines.with(at, (lines[at] ?? '').replace(/"priceMinor":\d+/, '"priceMinor":1'));
    const reply = await createReview(openSource(written('forged.jsonl', forged))).answer({ view: 'verify' });
    expect(reply).toMatchObject({ ok: false, wrong: { seq: record.seq } });
  });

  it.each([
    ['text', ['{"seq":1}'], /is no exported log/],
    ['nothing', [], /is no exported log|has no records/],
    ['a head alone', lines.slice(0, 1), /has no records/],
  ])('is not %s', (name, text, why) => expect(() => openSource(written(`${name}.jsonl`, text))).toThrow(why));
});

describe('the folder of a log', () => {
  it('is followed while a house writes on', async () => {
    const dir = path.join(folder, 'growing');
    fs.mkdirSync(dir);
    const journal = await openJournal({ dir });
    await journal.append(records.slice(0, 100));
    const source = openSource(dir);
    expect(source.lastSeq).toBe(100);
    await journal.append(records.slice(100, 150));
    expect(source.lastSeq).toBe(150);
    await journal.close();
    // A time of long ago: nobody writes, and a write is seen all the same.
    const [segment = ''] = fs.readdirSync(dir).filter((one) => one.endsWith('.log'));
    fs.utimesSync(path.join(dir, segment), 1, 1);
    expect([source.lastSeq, source.lastSeq]).toEqual([150, 150]);
    const again = await openJournal({ dir });
    await again.append(records.slice(150, 200));
    expect(source.lastSeq).toBe(200);
    await again.close();
  });
});
