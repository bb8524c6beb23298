/** What any journal must keep: one suite for the file of today and the replicated log to come. */
import { expect, it } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { JournalFault } from './fault.ts';
import type { Journal } from './journal.ts';
import { sampleRecord, sampleRecords } from './samples.ts';

export type JournalMaker = {
  /** Opens the same log again and again; one at a time. */
  open(): Promise<Journal>;
  /** Opens it with a medium whose next sync fails; absent when a medium cannot be made to fail. */
  openFailing?(): Promise<Journal>;
};

export function journalContract(makeJournal: () => JournalMaker): void {
  it('is empty at first', async () => {
    const journal = await makeJournal().open();
    expect(journal.lastSeq).toBe(0);
    expect(journal.room()).toBe(true);
    expect(await collect(journal, 1)).toEqual([]);
    await journal.close();
  });

  it('gives back what was appended, from any seq, now and after it is opened again', async () => {
    const maker = makeJournal();
    const journal = await maker.open();
    const records = sampleRecords(1, 700);
    await journal.append(records.slice(0, 1));
    await journal.append(records.slice(1, 500));
    await Promise.all([journal.append(records.slice(500, 600)), journal.append(records.slice(600))]);
    expect(journal.lastSeq).toBe(700);
    for (const from of [1, 2, 256, 257, 600, 700, 701])
      expect(await collect(journal, from)).toEqual(records.slice(from - 1));
    await journal.close();
    const again = await maker.open();
    expect(again.lastSeq).toBe(700);
    expect(await collect(again, 1)).toEqual(records);
    await again.append([sampleRecord(701)]);
    expect(await collect(again, 701)).toEqual([sampleRecord(701)]);
    await again.close();
  });

  it('answers appends in their order', async () => {
    const journal = await makeJournal().open();
    const answered: number[] = [];
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => journal.append([sampleRecord(at + 1)]).then(() => answered.push(at))),
    );
    expect(answered).toEqual(Array.from({ length: 100 }, (_, at) => at));
    await journal.close();
  });

  it('does not show a record before it is durable', async () => {
    const journal = await makeJournal().open();
    const appended = journal.append([sampleRecord(1)]);
    expect(journal.lastSeq).toBe(0);
    await appended;
    expect(journal.lastSeq).toBe(1);
    await journal.close();
  });

  it('keeps text of any script and length', async () => {
    const maker = makeJournal();
    const journal = await maker.open();
    const odd = {
      ...sampleRecord(1),
      command: { type: 'HoldSale', at: 1, reason: `é漢😀\u0000\n"${'x'.repeat(3_000_000)}` },
    } as const;
    await journal.append([odd]);
    await journal.close();
    const again = await maker.open();
    expect(await collect(again, 1)).toEqual([odd]);
    await again.close();
  });

  it('refuses a hole in the numbers, and is dead from then on', async () => {
    const journal = await makeJournal().open();
    await journal.append([sampleRecord(1)]);
    await expect(journal.append([sampleRecord(3)])).rejects.toThrow(JournalFault);
    await expect(journal.append([sampleRecord(2)])).rejects.toThrow(JournalFault);
    expect(journal.room()).toBe(false);
    await journal.close();
  });

  it('refuses after it was closed, and waits for what was under way', async () => {
    const maker = makeJournal();
    const journal = await maker.open();
    const appended = journal.append(sampleRecords(1, 50));
    await journal.close();
    await appended;
    await expect(journal.append([sampleRecord(51)])).rejects.toMatchObject({ code: 'journal-closed' });
    const again = await maker.open();
    expect(again.lastSeq).toBe(50);
    await again.close();
  });

  it('acknowledges nothing after a failed sync, and never tries it again', async (test) => {
    const maker = makeJournal();
    if (maker.openFailing === undefined) return test.skip('this medium cannot be made to fail');
    const first = await maker.open();
    await first.append(sampleRecords(1, 10));
    await first.close();
    const journal = await maker.openFailing();
    const appended = journal.append([sampleRecord(11)]);
    const queued = journal.append([sampleRecord(12)]);
    await expect(appended).rejects.toMatchObject({ code: 'journal-sync' });
    await expect(queued).rejects.toThrow(JournalFault);
    await expect(journal.append([sampleRecord(13)])).rejects.toThrow(JournalFault);
    expect(journal.lastSeq).toBe(10);
    await journal.close();
    const again = await maker.open();
    expect(await collect(again, 1).then((found) => found.slice(0, 10))).toEqual(sampleRecords(1, 10));
    await again.close();
  });
}

async function collect(journal: Journal, fromSeq: number): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const record of journal.read(fromSeq)) records.push(record);
  return records;
}
