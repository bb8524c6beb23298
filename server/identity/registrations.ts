/** Who has applied for which sale, and what became of it. The sale's own log has the last word on who may bid; this has the first. */
import { join } from 'node:path';
import * as v from 'valibot';
import { REGISTRATION_STATES, type Registration } from '../../protocol/wire.ts';
import { readDocument, writeDocument } from './document.ts';

const RegistrationSchema = v.strictObject({
  sale: v.string(),
  bidder: v.string(),
  state: v.picklist(REGISTRATION_STATES),
  limitMinor: v.nullable(v.number()),
  paddle: v.nullable(v.string()),
  at: v.number(),
});
const FileSchema = v.strictObject({ version: v.literal(1), registrations: v.array(RegistrationSchema) });

export type Registrations = {
  find(sale: string, bidder: string): Registration | null;
  list(sale: string): readonly Registration[];
  put(registration: Registration): Promise<Registration>;
  /** Resolves when all that was put is on disk. */
  settled(): Promise<void>;
};

export async function openRegistrations(dataDir: string): Promise<Registrations> {
  const path = join(dataDir, 'registrations.json');
  const read = await readDocument(path, FileSchema, { version: 1, registrations: [] });
  const byKey = new Map<string, Registration>(read.registrations.map((one) => [keyOf(one.sale, one.bidder), one]));
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  /** Whoever comes while the document is being written is in the next writing, together with all who came by then. */
  function save(): Promise<void> {
    next ??= writing
      .catch(() => {})
      .then(() => {
        next = null;
        writing = writeDocument(path, { version: 1, registrations: [...byKey.values()] });
        return writing;
      });
    return next;
  }

  return {
    find: (sale, bidder) => byKey.get(keyOf(sale, bidder)) ?? null,
    list: (sale) => [...byKey.values()].filter((one) => one.sale === sale),
    async put(registration) {
      byKey.set(keyOf(registration.sale, registration.bidder), registration);
      await save();
      return registration;
    },
    settled: () => next ?? writing,
  };
}

function keyOf(sale: string, bidder: string): string {
  return `${sale}.${bidder}`;
}
