/**
 * From which desk and address people came in: what signs of shared ones are made of. Addresses are kept as keyed hashes only, sightings
 * for a month, and so many of one person. Knows no sale; what is made of it is a person's to judge.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { appendFile, chmod, open, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { isLoopback } from '../nats/conf.ts';
import { createPlaces, type Shared, type Sighting } from './places.ts';

const SightingSchema = v.strictObject({
  at: v.number(),
  user: v.string(),
  /** The public key of the desk. */
  key: v.string(),
  /** A keyed hash of the address; null on the house's own machine, where everybody has the same. */
  from: v.nullable(v.string()),
});

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
/** The file is written anew when it has so many lines more than are kept, and once a day for those that have had their month. */
const SPARE_LINES_MAX = 1_000;
const ANEW_MS = 24 * 3_600_000;
/** So much is made and written at a time: the house goes on in between. */
const CHUNK_CHARS = 64 * 1024;
const HASH_BYTES = 12;
const SECRET_BYTES = 32;

export async function openSightings(dataDir: string, now: () => number = Date.now): Promise<Sightings> {
  const path = join(dataDir, 'sightings.jsonl');
  const secret = await openSecret(join(dataDir, 'keys', 'sightings.secret'));
  const places = createPlaces();
  for (const one of readSightings(await readFile(path, 'utf8').catch(() => ''))) places.take(one);
  let lines = 0;
  let anewAt = 0;
  await writeAnew();
  let writing: Promise<void> = Promise.resolve();

  /** What is noted meanwhile is appended after it, and may stand twice. */
  async function writeAnew(): Promise<void> {
    anewAt = now();
    places.dropBefore(anewAt - KEPT_MS);
    lines = places.count;
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      let text = '';
      for (const sightings of places.all()) {
        for (const one of sightings) text += lineOf(one);
        if (text.length < CHUNK_CHARS) continue;
        await file.write(text);
        text = '';
      }
      await file.write(text);
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  async function append(line: string): Promise<void> {
    await appendFile(path, line);
    lines += 1;
    if (lines > places.count + SPARE_LINES_MAX || now() - anewAt > ANEW_MS) await writeAnew();
  }

  function hashOf(address: string): string | null {
    const place = placeOf(address);
    if (place === null) return null;
    return createHmac('sha256', secret).update(place).digest('base64url').slice(0, HASH_BYTES);
  }

  return {
    note(user, key, address) {
      const sighting = { at: now(), user, key, from: hashOf(address) };
      const before = places.lastAt(sighting);
      // What is on disk is an hour old at most, and so is what is told.
      if (before !== null && sighting.at - before < AGAIN_MS) return;
      places.take(sighting);
      writing = writing.then(() => append(lineOf(sighting))).catch(() => {});
    },
    knownBy(user, key, address) {
      if (places.isKnown(user, 'device', key)) return key;
      const from = hashOf(address);
      return from !== null && places.isKnown(user, 'address', from) ? from : null;
    },
    shared: places.shared,
    settled: () => writing,
  };
}

function lineOf(sighting: Sighting): string {
  return `${JSON.stringify(sighting)}\n`;
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
