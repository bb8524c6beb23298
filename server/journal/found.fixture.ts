/** For tests: what a start finds in a folder. */
import { type JournalOptions, openJournal } from './file.ts';

/** Its records, and of what it warned; the journal is closed again. Rejects as the start does. */
export async function found(dir: string, options: Partial<JournalOptions> = {}) {
  const warnings: string[] = [];
  const journal = await openJournal({ dir, lock: false, onWarn: (message) => warnings.push(message), ...options });
  const records = [...journal.records(1)];
  await journal.close();
  return { records, warnings };
}
