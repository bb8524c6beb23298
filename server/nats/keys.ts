/** Owns the house's NATS keys on disk (operator, account, signing, system): made at the first start, mode 0600. Knows no claims. */
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccount, createOperator, fromSeed, type KeyPair } from 'nkeys.js';
import { quickPair } from './ed25519.ts';

export type HouseKeys = {
  readonly operator: KeyPair;
  readonly account: KeyPair;
  /** Signs the users' JWTs; `rostrum keys rotate` replaces it. */
  readonly signing: KeyPair;
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

/** Opens the keys below `dataDir`, and makes those that are missing. */
export async function openKeys(dataDir: string): Promise<HouseKeys> {
  const dir = join(dataDir, 'keys');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  return {
    operator: await openKey(dir, 'operator'),
    account: await openKey(dir, 'account'),
    signing: await openKey(dir, 'signing'),
    system: await openKey(dir, 'system'),
  };
}

/** Replaces the key that signs users' JWTs. JWTs signed by the old one stop working when the account's claims are pushed. */
export async function rotateSigningKey(dataDir: string): Promise<KeyPair> {
  const key = quickPair(createAccount());
  await writeSeed(join(dataDir, 'keys', 'signing.nk'), key);
  return key;
}

async function openKey(dir: string, name: KeyName): Promise<KeyPair> {
  const path = join(dir, `${name}.nk`);
  const seed = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new KeyFault(`The key ${path} cannot be read (${cause.message}); give its owner read access.`, { cause });
  });
  if (seed === null) {
    const made = MAKERS[name]();
    await writeSeed(path, made);
    return quickPair(made);
  }
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
