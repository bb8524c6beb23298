/**
 * From which desk and address people came in: what signs of shared ones are made of. Addresses are kept as keyed hashes only, sightings
 * for a month. Knows no sale; what is made of it is a person's to judge.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { isLoopback } from '../nats/conf.ts';

const SightingSchema = v.strictObject({
  at: v.number(),
  user: v.string(),
  /** The public key of the desk. */
  key: v.string(),
  /** A keyed hash of the address; null on the house's own machine, where everybody has the same. */
  from: v.nullable(v.string()),
});
export type Sighting = v.InferOutput<typeof SightingSchema>;

/** People who came in by one desk, or from one address, of those who were asked about. */
export type Shared = { readonly by: 'device' | 'address'; readonly users: readonly string[]; readonly lastAt: number };

export type Sightings = {
  note(user: string, key: string, address: string): void;
  /** By what it is known that this person has come in before: the desk, or the address; null when by neither. */
  knownBy(user: string, key: string, address: string): string | null;
  shared(isAskedFor: (user: string) => boolean): readonly Shared[];
  /** Resolves when what was noted is on disk. */
  settled(): Promise<void>;
};

const KEPT_MS = 30 * 24 * 3_600_000;
/** One who signs in again and again from one place is noted so often. */
const AGAIN_MS = 3_600_000;
const HASH_BYTES = 12;
const SECRET_BYTES = 32;
/** An address of more people than this is an office's or a proxy's, and says nothing of any of them. */
export const ADDRESS_USERS_MAX = 8;

export async function openSightings(dataDir: string, now: () => number = Date.now): Promise<Sightings> {
  const path = join(dataDir, 'sightings.jsonl');
  const secret = await openSecret(join(dataDir, 'keys', 'sightings.secret'));
  const places = { device: new Map<string, Map<string, number>>(), address: new Map<string, Map<string, number>>() };
  const notedAt = new Map<string, number>();
  const kept = readSightings(await readFile(path, 'utf8').catch(() => '')).filter(({ at }) => at > now() - KEPT_MS);
  for (const one of kept) take(one);
  await writeFile(path, kept.map((one) => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 });
  let writing: Promise<void> = Promise.resolve();

  function take({ at, user, key, from }: Sighting): void {
    notedAt.set(`${user} ${key} ${from}`, at);
    seenAt(places.device, key).set(user, at);
    if (from !== null) seenAt(places.address, from).set(user, at);
  }

  function hashOf(address: string): string | null {
    const place = placeOf(address);
    if (place === null) return null;
    return createHmac('sha256', secret).update(place).digest('base64url').slice(0, HASH_BYTES);
  }

  return {
    note(user, key, address) {
      const from = hashOf(address);
      const sighting: Sighting = { at: now(), user, key, from };
      const before = notedAt.get(`${user} ${key} ${from}`);
      take(sighting);
      if (before !== undefined && sighting.at - before < AGAIN_MS) return;
      writing = writing.then(() => appendFile(path, `${JSON.stringify(sighting)}\n`)).catch(() => {});
    },
    knownBy(user, key, address) {
      if (places.device.get(key)?.has(user) === true) return key;
      const from = hashOf(address);
      return from !== null && places.address.get(from)?.has(user) === true ? from : null;
    },
    shared(isAskedFor) {
      const found: Shared[] = [];
      for (const by of ['device', 'address'] as const)
        for (const users of places[by].values()) {
          if (users.size < 2 || (by === 'address' && users.size > ADDRESS_USERS_MAX)) continue;
          const these = [...users].filter(([user]) => isAskedFor(user));
          if (these.length < 2) continue;
          const lastAt = Math.max(...these.map(([, at]) => at));
          found.push({ by, users: these.map(([user]) => user).sort(), lastAt });
        }
      return found;
    },
    settled: () => writing,
  };
}

function seenAt(places: Map<string, Map<string, number>>, place: string): Map<string, number> {
  let users = places.get(place);
  if (users === undefined) {
    users = new Map();
    places.set(place, users);
  }
  return users;
}

/** What of an address tells a household: IPv4 whole, of IPv6 the network; null on this machine. */
export function placeOf(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 0 || isLoopback(plain)) return null;
  if (isIP(plain) === 4) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const whole =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - after.length).fill('0'), ...after];
  return whole.slice(0, 4).join(':');
}

/** A line that is cut or strange is left out: these are signs for a person, nothing stands on them. */
function readSightings(text: string): readonly Sighting[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = v.safeParse(SightingSchema, JSON.parse(line));
      return parsed.success ? [parsed.output] : [];
    } catch {
      return [];
    }
  });
}

async function openSecret(path: string): Promise<Buffer> {
  const hex = await readFile(path, 'utf8').catch(() => null);
  if (hex !== null) {
    await chmod(path, 0o600);
    return Buffer.from(hex.trim(), 'hex');
  }
  const secret = randomBytes(SECRET_BYTES);
  await writeFile(path, `${secret.toString('hex')}\n`, { mode: 0o600 });
  return secret;
}
