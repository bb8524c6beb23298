import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from './file.ts';
import { found } from './found.fixture.ts';
import { sampleRecord, sampleRecords } from './samples.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';

let root = '';
let whole = '';
const RECORDS = 12;
/** Where each record ends in the file of a small log. */
const ends: number[] = [];

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-recovery-'));
  whole = path.join(root, 'whole');
  const journal = await openJournal({ dir: whole });
  ends.push(SEGMENT_HEADER_BYTES);
  for (const record of sampleRecords(1, RECORDS)) {
    await journal.append([record]);
    ends.push(fs.statSync(only(whole)).size);
  }
  await journal.close();
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function only(dir: string): string {
  const [name = ''] = fs.readdirSync(dir).filter((one) => one.endsWith('.log'));
  return path.join(dir, name);
}
let copies = 0;
function copyOf(change: (bytes: Buffer) => Buffer): string {
  copies += 1;
  const dir = path.join(root, `copy-${copies}`);
  fs.mkdirSync(dir);
  const file = only(whole);
  fs.writeFileSync(path.join(dir, path.basename(file)), change(fs.readFileSync(file)));
  return dir;
}

describe('a journal cut at every byte', () => {
  it('loses the torn record only, says so, and goes on', async () => {
    const size = ends.at(-1) ?? 0;
    for (let cut = 0; cut < size; cut += 1) {
      const dir = copyOf((bytes) => bytes.subarray(0, cut));
      const kept = Math.max(
        0,
        ends.findLastIndex((end) => end <= cut),
      );
      const { records, warnings } = await found(dir);
      expect(records.length).toBe(kept);
      const isTorn = cut > SEGMENT_HEADER_BYTES && !ends.includes(cut);
      expect(warnings.length).toBe(isTorn ? 1 : 0);
      if (isTorn) expect(warnings[0]).toContain(`seq ${kept + 1}`);
      if (cut % 97 !== 0) continue;
      const journal = await openJournal({ dir, lock: false });
      await journal.append([sampleRecord(kept + 1)]);
      await journal.close();
      expect((await found(dir)).records).toEqual(sampleRecords(1, kept + 1));
    }
  });
});

describe('a flipped bit', () => {
  it('anywhere makes the start refuse, and names segment, offset and seq', async () => {
    const size = ends.at(-1) ?? 0;
    for (let at = 0; at < size; at += 1) {
      const dir = copyOf((bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        return bytes;
      });
      const seq = Math.max(
        1,
        ends.findIndex((end) => end > at),
      );
      const fault = await found(dir).then(
        () => null,
        (cause) => cause,
      );
      expect(fault, `byte ${at}`).toMatchObject({ code: 'journal-damaged' });
      expect(fault.message).toMatch(/Segment \d{16}\.log, offset \d+, seq \d+/);
      if (at >= SEGMENT_HEADER_BYTES) expect(fault.message).toContain(`seq ${seq}`);
    }
  });

  it('the control: an undamaged copy opens', async () => {
    expect((await found(copyOf((bytes) => bytes))).records).toEqual(sampleRecords(1, RECORDS));
  });

  it('that is covered up by a right checksum is caught by the chain', async () => {
    const { readFrame, writeFrame } = await import('./frame.ts');
    const dir = copyOf((bytes) => {
      const frame = readFrame(bytes, ends[3] ?? 0);
      if ('problem' in frame) throw new Error('no frame');
      writeFrame(
        bytes,
        frame.offset,
        frame.seq,
        frame.durable,
        frame.previous,
        frame.payload.toString().replace('lot-4', 'lot-5'),
      );
      return bytes;
    });
    await expect(found(dir)).rejects.toThrow(/seq 5: the chain/);
  });
});

describe('a sector that was durable and is zero', () => {
  it('is damage, not a torn tail, when a later record had been acknowledged', async () => {
    const dir = copyOf((bytes) => bytes.fill(0, 1024, 1536));
    await expect(found(dir)).rejects.toMatchObject({ code: 'journal-damaged' });
  });
  it('at the end is a torn tail', async () => {
    const from = (ends[RECORDS - 1] ?? 0) + 30;
    const dir = copyOf((bytes) => bytes.fill(0, from));
    expect((await found(dir)).records.length).toBe(RECORDS - 1);
  });
});

describe('segments', () => {
  async function many(): Promise<string> {
    copies += 1;
    const dir = path.join(root, `many-${copies}`);
    const journal = await openJournal({ dir, limits: { segmentBytes: 3000 } });
    for (const record of sampleRecords(1, 60)) await journal.append([record]);
    await journal.close();
    return dir;
  }
  const names = (dir: string) => fs.readdirSync(dir).filter((name) => name.endsWith('.log'));

  it('missing, the first, a middle one or a shortened one: the start refuses', async () => {
    const dir = await many();
    expect(names(dir).length).toBeGreaterThan(5);
    for (const at of [0, 1, 3]) {
      const copy = `${dir}-${at}`;
      fs.cpSync(dir, copy, { recursive: true });
      fs.rmSync(path.join(copy, names(copy)[at] ?? ''));
      await expect(found(copy)).rejects.toMatchObject({ code: 'journal-damaged' });
    }
    const cut = `${dir}-cut`;
    fs.cpSync(dir, cut, { recursive: true });
    fs.truncateSync(path.join(cut, names(cut)[2] ?? ''), 500);
    await expect(found(cut)).rejects.toMatchObject({ code: 'journal-damaged' });
    expect((await found(dir)).records).toEqual(sampleRecords(1, 60));
  });

  it('before a snapshot are not read again; a snapshot of another log, or of records that are gone, is refused', async () => {
    const dir = await many();
    const journal = await openJournal({ dir, lock: false });
    const claim = { seq: journal.lastSeq, hash: journal.lastHash };
    await journal.append(sampleRecords(61, 5));
    await journal.close();
    const later: number[] = [];
    const again = await openJournal({ dir, lock: false, claim, onRecord: ({ seq }) => later.push(seq) });
    expect(later).toEqual([61, 62, 63, 64, 65]);
    expect(again.recovery.checked).toBeLessThan(20);
    expect([...again.records(1)]).toEqual(sampleRecords(1, 65));
    await again.close();
    await expect(openJournal({ dir, lock: false, claim: { ...claim, hash: 'x'.repeat(32) } })).rejects.toThrow(
      /not of this log/,
    );
    await expect(openJournal({ dir, lock: false, claim: { ...claim, seq: 70 } })).rejects.toMatchObject({
      code: 'journal-damaged',
    });
  });
});
