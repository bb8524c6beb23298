/** The key of this desk (an nkey). The seed is made here, sealed by the operating system and never leaves; knows no Electron, no network. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createUser, fromSeed, type KeyPair } from 'nkeys.js';

/** The operating system's key store, as `safeStorage` offers it. */
export type Vault = {
  isAvailable(): boolean;
  seal(text: string): Buffer;
  unseal(sealed: Buffer): string;
};

export type DeviceKey = {
  /** `U…`. */
  readonly publicKey: string;
  /** False: there is no key store, and the key lives for this session only. */
  readonly isSealed: boolean;
  /** The Ed25519 signature over the UTF-8 text, base64. */
  sign(text: string): string;
};

/** The kept key, or a new one: kept if it can be sealed, else for this session only. A seed is never written in the clear. */
export function openDeviceKey(path: string, vault: Vault, warn: (sentence: string) => void): DeviceKey {
  if (!vault.isAvailable()) {
    warn('This system offers no key store: the key of this desk lives for this session only.');
    return deviceKey(createUser(), false);
  }
  const kept = keptPair(path, vault, warn);
  if (kept !== null) return deviceKey(kept, true);
  const pair = createUser();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, vault.seal(new TextDecoder().decode(pair.getSeed())), { mode: 0o600 });
  return deviceKey(pair, true);
}

function keptPair(path: string, vault: Vault, warn: (sentence: string) => void): KeyPair | null {
  let sealed: Buffer;
  try {
    sealed = readFileSync(path);
  } catch {
    return null;
  }
  try {
    const pair = fromSeed(new TextEncoder().encode(vault.unseal(sealed)));
    return pair.getPublicKey().startsWith('U') ? pair : null;
  } catch {
    warn(`The key in ${path} cannot be unsealed any more (was the key store reset?); a new one is made.`);
    return null;
  }
}

function deviceKey(pair: KeyPair, isSealed: boolean): DeviceKey {
  const publicKey = pair.getPublicKey();
  return {
    publicKey,
    isSealed,
    sign: (text) => Buffer.from(pair.sign(new TextEncoder().encode(text))).toString('base64'),
  };
}
