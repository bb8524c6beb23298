/** Owns what was voided before its time, on disk as long as it could still be shown: a house that comes back must not let it in. */
import { join } from 'node:path';
import * as v from 'valibot';
import { readDocument, writeDocument } from './document.ts';

const FileSchema = v.strictObject({ version: v.literal(1), revoked: v.record(v.string(), v.number()) });

export type RevocationStore = {
  /** Seconds since the epoch: what was issued to the key by then is void. */
  at(publicKey: string): number | undefined;
  /** Holds at once; `settled` tells when it is on disk. */
  add(publicKeys: readonly string[], second: number): void;
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
  const read = await readDocument(path, FileSchema, { version: 1, revoked: {} });
  const revoked = new Map<string, number>(Object.entries(read.revoked));
  let writing: Promise<void> = Promise.resolve();
  let isDue = false;

  function all(): Readonly<Record<string, number>> {
    const oldest = Math.floor((Date.now() - lifeMs) / 1_000) - 1;
    for (const [key, second] of revoked) if (second < oldest) revoked.delete(key);
    return Object.fromEntries(revoked);
  }

  return {
    at: (publicKey) => revoked.get(publicKey),
    add(publicKeys, second) {
      for (const key of publicKeys) revoked.set(key, second);
      if (publicKeys.length === 0 || isDue) return;
      isDue = true;
      // Whoever comes while the document is being written is in the next writing.
      writing = writing.then(() => {
        isDue = false;
        return writeDocument(path, { version: 1, revoked: all() }).catch(fault);
      });
    },
    all,
    settled: () => writing,
  };
}
