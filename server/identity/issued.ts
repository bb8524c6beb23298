/** Remembers what this house has issued and has not yet ended: to whom, for which desk's key, in which second. Knows no JWT. */
import type { Holder } from './revocations.ts';

export type Issued = {
  note(user: string, publicKey: string, second: number, expiresAt: number): void;
  /** What this person has now. */
  of(user: string): readonly Required<Holder>[];
  /** The last second in which something was issued to him for this key; the present one when it was by somebody else, as by a house before this. */
  last(user: string, publicKey: string): number;
  /** The last second in which something was issued to others for this key; 0 when that is over. */
  lastToOthers(user: string, publicKey: string): number;
};

type Entry = { readonly second: number; readonly expiresAt: number };

export function createIssued(): Issued {
  const byUser = new Map<string, Map<string, Entry>>();
  /** By key, who had it issued last. Of this second only: nobody can get anything that is as old as what is older. */
  const fresh = new Map<string, { readonly user: string; readonly second: number }>();

  return {
    note(user, publicKey, second, expiresAt) {
      const now = thisSecond();
      const keys = byUser.get(user) ?? new Map<string, Entry>();
      for (const [key, entry] of keys) if (entry.expiresAt < now) keys.delete(key);
      keys.set(publicKey, { second, expiresAt });
      byUser.set(user, keys);
      for (const [key, entry] of fresh) {
        if (entry.second >= now) break;
        fresh.delete(key);
      }
      fresh.delete(publicKey);
      fresh.set(publicKey, { user, second });
    },
    of: (user) => [...(byUser.get(user)?.keys() ?? [])].map((publicKey) => ({ user, publicKey })),
    last: (user, publicKey) => byUser.get(user)?.get(publicKey)?.second ?? thisSecond(),
    lastToOthers(user, publicKey) {
      const entry = fresh.get(publicKey);
      return entry === undefined || entry.user === user ? 0 : entry.second;
    },
  };
}

/** Seconds since the epoch, as a JWT counts. */
export function thisSecond(): number {
  return Math.floor(Date.now() / 1_000);
}
