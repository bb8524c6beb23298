/** Owns the house's NATS keys on disk (operator, account, signing, system): made at the first start, mode 0600. Knows no claims. */
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccount, createOperator, fromSeed, type KeyPair } from 'nkeys.js';
import { quickPair } from './ed25519.ts';

export type HouseKeys = {
  readonly operator: KeyPair;
  readonly account: KeyPair;
  /** Signs the users' JWTs; `rostrum keys rotate` replaces it, also while the house runs. */
  signing: KeyPair;
  /** The one before, while JWTs of it may still be about. */
  before: KeyPair | null;
  readonly system: KeyPair;
};

export class KeyFault extends Error {
  readonly code = 'keys-unusable';
}

const MAKERS = {
  operator: createOperator,
  account: createAccount,
  signing: createAccount,
  system: createAccount,
} as const;
type KeyName = keyof typeof MAKERS;
const BEFORE = 'signing-before.nk';

/** Opens the keys below `dataDir`, and makes those that are missing. */
export async function openKeys(dataDir: string): Promise<HouseKeys> {
  const dir = join(dataDir, 'keys');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  return {
    operator: await openKey(dir, 'operator'),
    account: await openKey(dir, 'account'),
    signing: await openKey(dir, 'signing'),
    before: await readKey(join(dir, BEFORE)),
    system: await openKey(dir, 'system'),
  };
}

/**
 * Replaces the key that signs users' JWTs, and keeps the one before, so that nobody has to log in anew: it is to be dropped when the
 * last JWT of it has run out. `tell` has nats-server know both before the first JWT of the new one is signed.
 */
export async function rotateSigningKey(keys: HouseKeys, dataDir: string, tell: () => Promise<void>): Promise<void> {
  const next = quickPair(createAccount());
  const old = keys.signing;
  keys.before = next;
  await tell();
  await writeSeed(join(dataDir, 'keys', BEFORE), old);
  await writeSeed(join(dataDir, 'keys', 'signing.nk'), next);
  keys.signing = next;
  keys.before = old;
}

/** Replaces it for good: for a key that somebody else may have. Whoever is connected is cut off once nats-server is told. */
export async function replaceSigningKey(keys: HouseKeys, dataDir: string): Promise<void> {
  const next = quickPair(createAccount());
  await dropKeyBefore(keys, dataDir);
  await writeSeed(join(dataDir, 'keys', 'signing.nk'), next);
  keys.signing = next;
}

/** What the key before has signed is void from now on, once the account's claims are pushed. */
export async function dropKeyBefore(keys: HouseKeys, dataDir: string): Promise<void> {
  await rm(join(dataDir, 'keys', BEFORE), { force: true });
  keys.before = null;
}

async function openKey(dir: string, name: KeyName): Promise<KeyPair> {
  const path = join(dir, `${name}.nk`);
  const found = await readKey(path);
  if (found !== null) return found;
  const made = MAKERS[name]();
  await writeSeed(path, made);
  return quickPair(made);
}

/** Null when there is none. */
async function readKey(path: string): Promise<KeyPair | null> {
  const seed = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new KeyFault(`The key ${path} cannot be read (${cause.message}); give its owner read access.`, { cause });
  });
  if (seed === null) return null;
  const mode = (await stat(path)).mode & 0o077;
  if (mode !== 0)
    throw new KeyFault(`The key ${path} can be read by others; run chmod 600 on it, and rotate it if they may have.`);
  try {
    return quickPair(fromSeed(new TextEncoder().encode(seed.toString('utf8').trim())));
  } catch (cause) {
    throw new KeyFault(`The key ${path} is not an nkey seed; restore it from a backup.`, { cause });
  }
}

async function writeSeed(path: string, key: KeyPair): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${new TextDecoder().decode(key.getSeed())}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
