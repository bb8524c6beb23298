/**
 * What stands in the journal's place for the row that asks what the journal costs: the log is opened for what it holds, and from
 * then on everything is called durable at once, and nothing is. Loaded by the witness only.
 */
import type { LogRecord } from '../../../protocol/event.ts';
import { type FileJournal, type JournalOptions, openJournal as openFile } from '../../journal/file.ts';

/** What the house itself appends as it starts is read back while it catches up with the log. */
const KEPT_MAX = 1_000;

export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const real = await openFile(options);
  let { lastSeq } = real;
  const settled = Promise.resolve();
  const kept: LogRecord[] = [];
  const off: Partial<FileJournal> = {
    append(batch) {
      lastSeq = batch.at(-1)?.seq ?? lastSeq;
      if (kept.length < KEPT_MAX) kept.push(...batch);
      return settled;
    },
    *records(fromSeq) {
      yield* real.records(fromSeq);
      for (const record of kept) if (record.seq >= fromSeq) yield record;
    },
  };
  return new Proxy(real, {
    get: (target, name) => (name === 'lastSeq' ? lastSeq : Reflect.get(name in off ? off : target, name)),
  });
}
