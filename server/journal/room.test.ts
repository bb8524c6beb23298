/** Zeros ahead of the log: they are room and never records, in every reader; a log does without them; what a crash cannot leave is refused. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SPARE_NAME } from './ahead.ts';
import { type Disk, type DiskFile, nodeDisk } from './disk.ts';
import { type JournalOptions, openJournal } from './file.ts';
import { found } from './found.fixture.ts';
import { BATCH_REACH_BYTES } from './limits.ts';
import { openLogReader } from './reader.ts';
import { inspect } from './recovery.ts';
import { writtenEnd } from './room.ts';
import { sampleRecord, sampleRecords } from './samples.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';

let root = '';
let folders = 0;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-room-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function folder(): string {
  folders += 1;
  return path.join(root, `log-${folders}`);
}
const logs = (dir: string) => fs.readdirSync(dir).filter((name) => name.endsWith('.log'));
const firstOf = (dir: string) => path.join(dir, logs(dir)[0] ?? '');
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

/** At once, and with no lock, so that another may look at the same log. */
const AT_ONCE = { lock: false, limits: { segmentBytes: 12_000, batchesBeforeAhead: 0 } } as const;

/** A disk on which the file of zeros is another. */
function withSpare(change: (file: DiskFile) => Partial<DiskFile>, more: Partial<Disk> = {}): Disk {
  const create = (name: string) => {
    const file = nodeDisk.create(name);
    return name.endsWith(SPARE_NAME) ? { ...file, ...change(file) } : file;
  };
  return { ...nodeDisk, create, ...more };
}

/** A log as a killed house leaves it: `records` of them, and zeros behind. Where each ends. */
async function killed(
  records = 12,
): Promise<{ readonly file: string; readonly bytes: Buffer; readonly ends: number[] }> {
  const dir = folder();
  let isMade = false;
  const disk = withSpare((file) => ({
    async datasync() {
      await file.datasync();
      isMade = true;
    },
  }));
  const journal = await openJournal({ dir, ...AT_ONCE, disk });
  const ends = [SEGMENT_HEADER_BYTES];
  for (const record of sampleRecords(1, records)) {
    await journal.append([record]);
    ends.push(writtenEnd(nodeDisk, firstOf(dir), fs.statSync(firstOf(dir)).size));
    // The zeros are made meanwhile; nobody waits for them but this test.
    if (record.seq === 1) await expect.poll(() => isMade).toBe(true);
  }
  const bytes = fs.readFileSync(firstOf(dir));
  await journal.close();
  return { file: path.basename(firstOf(dir)), bytes, ends };
}

/** Shut until it is opened, however early somebody comes. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

function folderOf(name: string, bytes: Buffer): string {
  const dir = folder();
  fs.mkdirSync(dir);
  fs.writeFileSync(path.join(dir, name), bytes);
  return dir;
}
const fault = (dir: string) =>
  found(dir).then(
    () => null,
    (cause) => cause,
  );
/** What a start makes of a segment, without touching a disk. */
function look(name: string, bytes: Buffer) {
  const disk: Disk = {
    ...nodeDisk,
    list: () => [name],
    size: () => bytes.length,
    read: (_, position, length) => bytes.subarray(position, position + length),
  };
  return inspect(disk, '', { seq: 0, hash: '' });
}
function attempt(what: () => unknown) {
  try {
    what();
    return null;
  } catch (cause) {
    return cause as Error;
  }
}

describe('zeros behind the records', () => {
  it('are room: a reader beside and a start find the records, and nothing torn', async () => {
    const { file, bytes, ends } = await killed();
    expect(bytes.length).toBeGreaterThan(AT_ONCE.limits.segmentBytes);
    expect(bytes.subarray(ends.at(-1)).every((byte) => byte === 0)).toBe(true);
    const dir = folderOf(file, bytes);
    const reader = openLogReader(dir);
    expect([...reader.records(1)]).toEqual(sampleRecords(1, 12));
    expect(await found(dir)).toEqual({ records: sampleRecords(1, 12), warnings: [] });
    // The start took them away, and the log goes on.
    expect(fs.statSync(path.join(dir, file)).size).toBe(ends.at(-1));
  });

  it('and a record cut at any byte before them: only that one goes, and it is said', async () => {
    const { file, bytes, ends } = await killed();
    const [from = 0, to = 0] = [ends[11], ends[12]];
    for (let cut = from; cut <= to; cut += 1) {
      const { report, tail } = look(file, Buffer.from(bytes).fill(0, cut));
      const isWhole = cut === to;
      expect(report.lastSeq, `cut at ${cut}`).toBe(isWhole ? 12 : 11);
      expect(tail?.length, `cut at ${cut}`).toBe(isWhole ? to : from);
      expect(report.torn !== null, `cut at ${cut}`).toBe(!isWhole && cut > from);
      if (report.torn !== null) expect(report.torn).toMatchObject({ segment: file, offset: from, seq: 12 });
    }
    const { records, warnings } = await found(folderOf(file, Buffer.from(bytes).fill(0, from + 100)));
    expect(records).toEqual(sampleRecords(1, 11));
    expect(warnings).toEqual([expect.stringContaining(`offset ${from}, 100 bytes, seq 12`)]);
  });

  it('and any bit flipped in the records or in the zeros: the start refuses, and names the place', async () => {
    const { file, bytes, ends } = await killed();
    const end = ends.at(-1) ?? 0;
    const places = Array.from({ length: end }, (_, at) => at);
    for (const at of [...places, end, end + 1, end + 63, end + 64, end + 2000, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const cause = attempt(() => look(file, changed));
      expect(cause, `byte ${at}`).toMatchObject({ code: 'journal-damaged' });
      if (at < SEGMENT_HEADER_BYTES) continue;
      const seq = at < end ? ends.findIndex((one) => one > at) : 13;
      expect(cause?.message).toMatch(new RegExp(`offset (${ends[seq - 1]}|${at}), seq ${seq}:`));
    }
  });

  it('in a segment that is not the last are refused', async () => {
    const dir = folder();
    const journal = await openJournal({ dir, limits: { segmentBytes: 3000 } });
    for (const record of sampleRecords(1, 20)) await journal.append([record]);
    await journal.close();
    const [, second = ''] = logs(dir);
    const { size } = fs.statSync(path.join(dir, second));
    fs.truncateSync(path.join(dir, second), size + 512);
    const cause = await fault(dir);
    expect(cause).toMatchObject({ code: 'journal-damaged' });
    expect(cause.message).toContain(`Segment ${second}, offset ${size}`);
  });

  it('where a record was that a later one calls durable are refused', async () => {
    const { file, bytes, ends } = await killed();
    const [from, to] = [ends[7], ends[8]];
    const dir = folderOf(file, Buffer.from(bytes).fill(0, from, to));
    const cause = await fault(dir);
    expect(cause?.message).toContain(`offset ${from}, seq 8`);
  });

  it('where the beginning of the last batch was, whose other sectors came first, are a torn tail', async () => {
    const dir = folder();
    const journal = await openJournal({ dir, ...AT_ONCE });
    await journal.append([sampleRecord(1)]);
    await journal.append(sampleRecords(2, 8));
    const file = path.basename(firstOf(dir));
    const bytes = Buffer.concat([fs.readFileSync(firstOf(dir)), Buffer.alloc(9000)]);
    await journal.close();
    const second = 1024;
    const copy = folderOf(file, bytes.fill(0, second, second + 1024));
    const { records, warnings } = await found(copy);
    expect(records.length).toBeGreaterThan(0);
    expect(records).toEqual(sampleRecords(1, records.length));
    expect(warnings).toEqual([expect.stringContaining(`seq ${records.length + 1}`)]);
  });

  it('and bytes behind them that no batch can reach: the start refuses, and names the place', async () => {
    const { file, bytes, ends } = await killed();
    const end = ends.at(-1) ?? 0;
    const far = Buffer.concat([bytes.subarray(0, end), Buffer.alloc(BATCH_REACH_BYTES + 1000)]);
    far.write('stray', end + BATCH_REACH_BYTES + 1);
    expect((await fault(folderOf(file, far)))?.message).toContain(`offset ${end + BATCH_REACH_BYTES + 1}, seq 13`);
    // The control: as far as a batch can go it is what a crash may leave.
    far.fill(0, end).write('stray', end + BATCH_REACH_BYTES - 10);
    expect((await found(folderOf(file, far))).warnings.length).toBe(1);
  });

  it('that are being overwritten while somebody reads are never taken for damage', async () => {
    const { file, bytes, ends } = await killed();
    const dir = folderOf(file, bytes);
    let written = 3;
    const content = Buffer.from(bytes).fill(0, ends[written]);
    const writing: Disk = {
      ...nodeDisk,
      // Half of a read is of before, half of after some batches more.
      read(_, position, length) {
        const end = Math.min(content.length, position + length);
        const middle = position + Math.floor((end - position) / 2);
        const first = Buffer.from(content.subarray(position, middle));
        written = Math.min(12, written + 3);
        bytes.copy(content, 0, 0, ends[written]);
        return Buffer.concat([first, content.subarray(middle, end)]);
      },
    };
    for (let start = 3; start < 12; start += 1) {
      written = start;
      bytes.copy(content, 0, 0, ends[start]);
      content.fill(0, ends[start]);
      const { report } = inspect(writing, dir, { seq: 0, hash: '' });
      expect(report.lastSeq).toBeGreaterThanOrEqual(start);
      expect(report.torn).toBeNull();
    }
  });
});

describe('a journal with zeros ahead', () => {
  async function filled(options: Partial<JournalOptions>, dir = folder()) {
    const journal = await openJournal({ dir, ...AT_ONCE, ...options });
    for (const record of sampleRecords(1, 400)) {
      await journal.append([record]);
      if (record.seq % 20 === 0) await new Promise(setImmediate);
    }
    return { dir, journal };
  }

  it('leaves, closed, the files of one without them, byte for byte', async () => {
    const renamed: string[] = [];
    const disk: Disk = {
      ...nodeDisk,
      rename(from, to) {
        renamed.push(path.basename(from));
        nodeDisk.rename(from, to);
      },
    };
    const { dir, journal } = await filled({ disk });
    await journal.close();
    // The first segment's copy, and most of the segments after it.
    expect(renamed.filter((name) => name === SPARE_NAME).length).toBeGreaterThan(2);
    const without = await filled({ limits: { ...AT_ONCE.limits, batchesBeforeAhead: Number.POSITIVE_INFINITY } });
    await without.journal.close();
    expect(fs.readdirSync(dir)).toEqual(fs.readdirSync(without.dir));
    expect(logs(dir).length).toBeGreaterThan(4);
    for (const name of logs(dir))
      expect(fs.readFileSync(path.join(dir, name)).equals(fs.readFileSync(path.join(without.dir, name)))).toBe(true);
  });

  it('removes at its start what a killed one had not used', async () => {
    const { dir, journal } = await filled({});
    const copy = `${dir}-killed`;
    fs.cpSync(dir, copy, { recursive: true });
    fs.writeFileSync(path.join(copy, SPARE_NAME), Buffer.alloc(5000));
    await journal.close();
    expect((await found(copy)).records).toEqual(sampleRecords(1, 400));
    expect(fs.existsSync(path.join(copy, SPARE_NAME))).toBe(false);
  });

  it('waits for no zero', async () => {
    const made = gate();
    const slow = withSpare((file) => ({ datasync: () => made.opened.then(() => file.datasync()) }));
    const { dir, journal } = await filled({ disk: slow });
    expect(journal.lastSeq).toBe(400);
    const closed = journal.close();
    made.open();
    await closed;
    expect((await found(dir)).records.length).toBe(400);
    expect(fs.existsSync(path.join(dir, SPARE_NAME))).toBe(false);
  });

  it('puts no copy in a segment’s place before all of it is synced', async () => {
    const made = gate();
    let late = 0;
    let lateThen: number | null = null;
    let isDirty = true;
    const slow = withSpare(
      (file) => ({
        write(bytes, position) {
          isDirty = true;
          if (position > 0) late += 1;
          return file.write(bytes, position);
        },
        async datasync() {
          await made.opened;
          await file.datasync();
          isDirty = false;
        },
      }),
      {
        rename(from, to) {
          expect(isDirty).toBe(false);
          lateThen ??= late;
          nodeDisk.rename(from, to);
        },
      },
    );
    const dir = folder();
    const journal = await openJournal({ dir, ...AT_ONCE, disk: slow });
    for (const record of sampleRecords(1, 8)) await journal.append([record]);
    made.open();
    await expect.poll(() => isDirty).toBe(false);
    for (const record of sampleRecords(9, 2)) await journal.append([record]);
    // What came while the copy was made was written behind it.
    expect(lateThen).toBe(1);
    expect([...openLogReader(dir).records(1)]).toEqual(sampleRecords(1, 10));
    await journal.close();
  });

  it('drops a copy of a segment that was followed by another before it was ready', async () => {
    const made = gate();
    const slow = withSpare((file) => ({ datasync: () => made.opened.then(() => file.datasync()) }));
    const dir = folder();
    const journal = await openJournal({ dir, ...AT_ONCE, disk: slow });
    for (const record of sampleRecords(1, 30)) await journal.append([record]);
    expect(logs(dir).length).toBe(2);
    made.open();
    for (const record of sampleRecords(31, 300)) await journal.append([record]);
    await journal.close();
    expect((await found(dir)).records).toEqual(sampleRecords(1, 330));
  });

  it.each(['ENOSPC', 'EFBIG'])('goes on without them on a disk that is full (%s), and says so', async (code) => {
    const warnings: string[] = [];
    const { dir, journal } = await filled({
      disk: withSpare(() => ({ write: failing(code) })),
      onWarn: (message) => warnings.push(message),
    });
    expect(journal.lastSeq).toBe(400);
    expect(fs.existsSync(path.join(dir, SPARE_NAME))).toBe(false);
    await journal.close();
    expect(warnings).toContainEqual(expect.stringContaining('no room for zeros'));
    expect((await found(dir)).records.length).toBe(400);
  });

  it('makes none for batches so large that their bytes cost more than their sync', async () => {
    let made = 0;
    const count = () => {
      made += 1;
      return {};
    };
    const limits = { ...AT_ONCE.limits, segmentBytes: 1_000_000 };
    const journal = await openJournal({ dir: folder(), ...AT_ONCE, limits, disk: withSpare(count) });
    for (let seq = 1; seq < 3_000; seq += 300) await journal.append(sampleRecords(seq, 300));
    expect(made).toBe(0);
    // The control: a small one comes.
    await journal.append([sampleRecord(3_001)]);
    await journal.close();
    expect(made).toBe(1);
  });

  it('leaves what little is free to the records', async () => {
    let made = 0;
    const count = () => {
      made += 1;
      return {};
    };
    const { journal } = await filled({ disk: withSpare(count, { free: () => 40_000 }) });
    await journal.close();
    expect(made).toBe(0);
  });

  it('ends with a disk that fails a sync of zeros: what comes next is not told', async () => {
    const journal = await openJournal({
      dir: folder(),
      ...AT_ONCE,
      disk: withSpare(() => ({ write: async (bytes) => bytes.length, datasync: failing('EIO') })),
    });
    let told = 0;
    const append = async () => {
      for (const record of sampleRecords(1, 100)) {
        await journal.append([record]);
        told += 1;
      }
    };
    await expect(append()).rejects.toMatchObject({ code: 'journal-sync' });
    expect(told).toBeLessThan(100);
    expect(journal.room()).toBe(false);
    await journal.close();
  });
});
