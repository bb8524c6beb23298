/**
 * What stands in the journal's place for the row that asks what the journal costs: the log is opened for what it holds, and from
 * then on everything is called durable at once, and nothing is. Loaded by the witness only.
 */
import { type FileJournal, type JournalOptions, openJournal as openFile } from '../../journal/file.ts';

export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const real = await openFile(options);
  let { lastSeq } = real;
  const settled = Promise.resolve();
  const off: Partial<FileJournal> = {
    append(batch) {
      lastSeq = batch.at(-1)?.seq ?? lastSeq;
      return settled;
    },
  };
  return new Proxy(real, {
    get: (target, name) => (name === 'lastSeq' ? lastSeq : Reflect.get(name === 'append' ? off : target, name)),
  });
}
