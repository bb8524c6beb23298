/** The operating system's key store by `safeStorage`, and the word on whether it is a real one. */
import { safeStorage } from 'electron';
import type { Vault } from './device-key.ts';

/** With these Chromium would obscure with a password that is in its source: no seal at all. */
const FALSE_STORES = new Set(['basic_text', 'unknown']);

export function systemVault(): Vault {
  return {
    isAvailable: () => safeStorage.isEncryptionAvailable() && !FALSE_STORES.has(storeName()),
    seal: (text) => safeStorage.encryptString(text),
    unseal: (sealed) => safeStorage.decryptString(sealed),
  };
}

/** Before Electron 26 the store has no name; there `isEncryptionAvailable` is true for a real one only. */
export function storeName(): string {
  if (process.platform !== 'linux') return process.platform;
  const named: Partial<Pick<typeof safeStorage, 'getSelectedStorageBackend'>> = safeStorage;
  return named.getSelectedStorageBackend?.() ?? 'unnamed';
}
