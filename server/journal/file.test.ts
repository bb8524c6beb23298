import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { journalContract } from './contract.ts';
import { type Disk, type DiskFile, nodeDisk } from './disk.ts';
import { openJournal } from './file.ts';
import { sampleRecord, sampleRecords } from './samples.ts';

const made: string[] = [];
function folder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-journal-'));
  made.push(dir);
  return path.join(dir, 'log');
}
afterEach(() => {
  for (const dir of made.splice(0)) fs.rmSync(dir, { recursive: true, force: true });
});

/** A disk whose files are changed by `change`. */
function changedDisk(change: (file: DiskFile) => Partial<DiskFile>): Disk {
  const wrap = (file: DiskFile): DiskFile => ({ ...file, ...change(file) });
  return { ...nodeDisk, create: (name) => wrap(nodeDisk.create(name)), open: (name) => wrap(nodeDisk.open(name)) };
}
const failSync = () => {
  throw Object.assign(new Error('input/output error'), { code: 'EIO' });
};

describe('the contract, on the loop', () => {
  journalContract(() => {
    const dir = folder();
    return {
      open: () => openJournal({ dir }),
      openFailing: () =>
        openJournal({
          dir,
          disk: { ...nodeDisk, open: (name) => ({ ...nodeDisk.open(name), datasyncNow: failSync }) },
        }),
    };
  });
});

describe('the contract, with small segments and every sync in the thread pool', () => {
  journalContract(() => {
    const dir = folder();
    const limits = { segmentBytes: 4000, batchRecords: 50, loopSyncMsMax: -1 };
    return {
      open: () => openJournal({ dir, limits }),
      openFailing: () => openJournal({ dir, limits, disk: changedDisk(() => ({ datasync: async () => failSync() })) }),
    };
  });
});

describe('the file journal', () => {
  it('syncs once a turn of the loop: the first at once, what follows in the same turn together', async () => {
    const journal = await openJournal({ dir: folder(), limits: { loopSyncMsMax: 1e9 } });
    await journal.append([sampleRecord(1)]);
    await new Promise(setImmediate);
    const before = journal.syncs.count;
    const appended: Promise<void>[] = [];
    for (let seq = 2; seq <= 100; seq += 1) appended.push(journal.append([sampleRecord(seq)]));
    expect([journal.lastSeq, journal.syncs.count]).toEqual([2, before + 1]);
    await Promise.all(appended);
    expect([journal.lastSeq, journal.syncs.count]).toEqual([100, before + 2]);
    await journal.close();
  });

  it('syncs the first at once, and what comes meanwhile in one sync', async () => {
    const journal = await openJournal({ dir: folder() });
    await Promise.all(sampleRecords(1, 200).map((record) => journal.append([record])));
    expect(journal.syncs.count).toBe(2);
    await journal.close();
  });

  it('writes on after short writes', async () => {
    const dir = folder();
    const short = changedDisk((file) => ({ writeNow: (bytes, at) => file.writeNow(bytes.subarray(0, 37), at) }));
    const journal = await openJournal({ dir, disk: short });
    await journal.append(sampleRecords(1, 20));
    await journal.close();
    const again = await openJournal({ dir });
    expect([...again.records(1)]).toEqual(sampleRecords(1, 20));
    await again.close();
  });

  it('dies of a write that writes nothing', async () => {
    const full = changedDisk(() => ({ writeNow: () => 0 }));
    const journal = await openJournal({ dir: folder(), disk: full });
    await expect(journal.append([sampleRecord(1)])).rejects.toMatchObject({ code: 'journal-write' });
  });

  it('says that it has no room while a disk is slow, grows no further, and recovers', async () => {
    let release = () => {};
    const slow = changedDisk((file) => ({
      datasync: async () => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        await file.datasync();
      },
    }));
    const warnings: string[] = [];
    const journal = await openJournal({
      dir: folder(),
      disk: slow,
      limits: { loopSyncMsMax: 0, queueRecords: 100 },
      onWarn: (message) => warnings.push(message),
    });
    await journal.append([sampleRecord(1)]); // on the loop, and slower than 0 ms
    expect(warnings[0]).toMatch(/leave the event loop/);
    const pending = [journal.append([sampleRecord(2)])];
    await new Promise(setImmediate); // the sync of record 2 hangs from here on
    let seq = 3;
    while (journal.room()) {
      pending.push(journal.append([sampleRecord(seq)]));
      seq += 1;
    }
    expect(seq).toBe(103);
    const done = Promise.all(pending);
    const releasing = setInterval(() => release(), 1);
    await done;
    clearInterval(releasing);
    expect(journal.room()).toBe(true);
    expect(journal.lastSeq).toBe(102);
    const closing = setInterval(() => release(), 1);
    await journal.close();
    clearInterval(closing);
  });

  it('calls a caller that overruns the queue a bug', async () => {
    const journal = await openJournal({ dir: folder(), limits: { queueRecords: 10 } });
    await expect(journal.append(sampleRecords(1, 21))).rejects.toMatchObject({ code: 'journal-overrun' });
  });

  it('is opened by one process at a time, and the lock names the owner', async () => {
    const dir = folder();
    const journal = await openJournal({ dir });
    await expect(openJournal({ dir })).rejects.toThrow(`process ${process.pid}`);
    await journal.close();
    fs.writeFileSync(path.join(dir, 'lock'), '999999999 1\n');
    await (await openJournal({ dir })).close();
  });

  it('copies the tail into a new file at every start', async () => {
    const dir = folder();
    const journal = await openJournal({ dir });
    await journal.append(sampleRecords(1, 5));
    await journal.close();
    const [name = ''] = fs.readdirSync(dir);
    const before = fs.statSync(path.join(dir, name));
    const again = await openJournal({ dir });
    const after = fs.statSync(path.join(dir, name));
    expect(after.ino).not.toBe(before.ino);
    expect(after.size).toBe(before.size);
    await again.close();
  });
});
