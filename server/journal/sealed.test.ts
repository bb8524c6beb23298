import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk } from './disk.ts';
import { openJournal } from './file.ts';
import { scrub } from './recovery.ts';
import { sampleRecords } from './samples.ts';
import type { CheckAside } from './sealed.ts';

const RECORDS = 300;

describe('a long log whose closed segments are checked by another thread', () => {
  let dir = '';
  beforeEach(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-sealed-'));
    const journal = await openJournal({ dir, limits: { segmentBytes: 20_000 } });
    for (let seq = 1; seq <= RECORDS; seq += 10) await journal.append(sampleRecords(seq, 10));
    await journal.close();
  });
  afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

  const segments = () => fs.readdirSync(dir).filter((name) => name.endsWith('.log'));
  /** As the thread does it, and as late. */
  const aside: CheckAside = async (seq) => {
    await new Promise(setImmediate);
    scrub(nodeDisk, dir, seq);
  };
  function flip(segment: number, at: number): void {
    const file = path.join(dir, segments()[segment] ?? '');
    const bytes = fs.readFileSync(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    fs.writeFileSync(file, bytes);
  }
  async function read(checkAside?: CheckAside) {
    const found: number[] = [];
    const journal = await openJournal({
      ...{ dir, lock: false, onRecord: ({ seq }: { readonly seq: number }) => void found.push(seq) },
      ...(checkAside === undefined ? {} : { checkAside }),
    });
    await journal.close();
    return found;
  }

  it('gives every record once, in order, and then the open segment', async () => {
    let asked = 0;
    const found = await read(async (seq) => {
      asked = seq;
      await aside(seq);
    });
    expect(segments().length).toBeGreaterThan(4);
    expect(asked).toBe(Number(segments().at(-1)?.slice(0, 16)));
    expect(found).toEqual(Array.from({ length: RECORDS }, (_, at) => at + 1));
  });

  it('is not opened before the check has spoken, and not when it refuses', async () => {
    // A changed amount is JSON still: whoever only reads does not see it.
    const file = path.join(dir, segments()[1] ?? '');
    flip(1, fs.readFileSync(file).indexOf('"amountMinor":1') + 15);
    await expect(read(aside)).rejects.toMatchObject({ code: 'journal-damaged' });
    await expect(read(async () => {})).resolves.toHaveLength(RECORDS);
  });

  it('says what the check says, when reading itself fails first', async () => {
    flip(2, 64 + 1);
    const word = await read(aside).catch((cause: unknown) => String(cause));
    expect(word).toContain(await read().catch((cause: unknown) => String(cause)));
    expect(word).toContain(segments()[2]);
  });

  it('notices damage in the open segment as ever', async () => {
    flip(segments().length - 1, 64 + 70);
    await expect(read(aside)).rejects.toMatchObject({ code: 'journal-damaged' });
  });
});
