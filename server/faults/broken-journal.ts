/**
 * The journal with one guard taken out, for the controls of the campaign on the real house: a hook in the house's process (`node
 * --import`) puts it in the journal's place. ROSTRUM_FAULT_CONTROL names the guard.
 */
import { registerHooks } from 'node:module';
import type { FileJournal, JournalOptions } from '../journal/file.ts';
import type { FaultControl } from './watch.ts';

const LATE_MS = 30;
const control = (process.env.ROSTRUM_FAULT_CONTROL ?? 'none') as FaultControl;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/journal/file.ts') && context.parentURL !== import.meta.url
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
});

export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const { openJournal: openFile } = await import('../journal/file.ts');
  const { onRecord } = options;
  if (control === 'ids-forgotten' && onRecord !== undefined)
    return openFile({ ...options, onRecord: (record) => onRecord(JSON.parse(renamed(JSON.stringify(record)))) });
  const real = await openFile(options);
  if (control !== 'told-before-durable') return real;
  let { lastSeq } = real;
  const told: Partial<FileJournal> = {
    append(batch) {
      lastSeq = batch.at(-1)?.seq ?? lastSeq;
      setTimeout(() => void real.append(batch), LATE_MS);
      return Promise.resolve();
    },
  };
  return new Proxy(real, {
    get: (target, name) => (name === 'lastSeq' ? lastSeq : Reflect.get(name === 'append' ? told : target, name)),
  });
}

/** Every id of a bid becomes another's. */
function renamed(json: string): string {
  return json.replaceAll('"id":"', '"id":"was-');
}
