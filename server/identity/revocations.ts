/**
 * Owns what was voided before its time, on disk as long as it could still be shown: a house that comes back must not let it in. Kept by
 * person for the house, and by key for nats-server, which knows no people: two may sit down at one desk.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { readDocument, writeDocument } from './document.ts';

const seconds = v.record(v.string(), v.number());
const FileSchema = v.strictObject({ version: v.literal(1), revoked: seconds, people: v.optional(seconds, {}) });

/** Whom something was issued to; without a key: whatever was issued to him. */
export type Holder = { readonly user: string; readonly publicKey?: string };

export type RevocationStore = {
  /** Seconds since the epoch: what was issued to this person for this key by then is void. */
  of(user: string, publicKey: string): number | undefined;
  /** The same of a key, whoever has it. */
  at(publicKey: string): number | undefined;
  /** Hold at once; `settled` tells when they are on disk. */
  addHolders(holders: readonly Holder[], second: number): void;
  addKeys(keys: ReadonlyMap<string, number>): void;
  /** All that has not expired by itself, by public key. */
  all(): Readonly<Record<string, number>>;
  settled(): Promise<void>;
};

/** `lifeMs`: how long anything that is issued lives. */
export async function openRevocations(
  dataDir: string,
  lifeMs: number,
  fault: (cause: unknown) => void,
): Promise<RevocationStore> {
  const path = join(dataDir, 'revocations.json');
  const read = await readDocument(path, FileSchema, { version: 1, revoked: {}, people: {} });
  const revoked = new Map<string, number>(Object.entries(read.revoked));
  const people = new Map<string, number>(Object.entries(read.people));
  let writing: Promise<void> = Promise.resolve();
  let isDue = false;

  function live(all: Map<string, number>): Readonly<Record<string, number>> {
    const oldest = Math.floor((Date.now() - lifeMs) / 1_000) - 1;
    for (const [name, second] of all) if (second < oldest) all.delete(name);
    return Object.fromEntries(all);
  }

  function write(): void {
    if (isDue) return;
    isDue = true;
    // Whoever comes while the document is being written is in the next writing.
    writing = writing.then(() => {
      isDue = false;
      return writeDocument(path, { version: 1, revoked: live(revoked), people: live(people) }).catch(fault);
    });
  }

  return {
    of: (user, publicKey) => later(people.get(user), people.get(nameOf({ user, publicKey }))),
    at: (publicKey) => revoked.get(publicKey),
    addHolders(holders, second) {
      for (const holder of holders) people.set(nameOf(holder), second);
      if (holders.length > 0) write();
    },
    addKeys(keys) {
      for (const [key, second] of keys) revoked.set(key, Math.max(second, revoked.get(key) ?? second));
      if (keys.size > 0) write();
    },
    all: () => live(revoked),
    settled: () => writing,
  };
}

/** No user's id has a space in it. */
function nameOf({ user, publicKey }: Holder): string {
  return publicKey === undefined ? user : `${user} ${publicKey}`;
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
