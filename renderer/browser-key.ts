/**
 * The key of a desk that runs in a browser: Ed25519 by WebCrypto, not extractable, kept for this window so that a reload finds
 * it; where the browser has no such key, one in memory by nkeys.js. Nobody but this file sees a private key.
 */
import { createUser } from 'nkeys.js';

export type BrowserKey = {
  readonly publicKey: string;
  /** Over UTF-8, base64. */
  readonly sign: (text: string) => Promise<string>;
};

const DATABASE = 'rostrum';
const STORE = 'keys';
/** The first byte of a user's public nkey: it makes the text begin with U. */
const USER_PREFIX = 20 << 3;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `window` names the window: two windows have two keys, since each signs in as somebody of its own. */
export async function openBrowserKey(windowId: string): Promise<BrowserKey> {
  try {
    const pair = (await stored(windowId)) ?? (await keep(windowId, await generate()));
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return {
      publicKey: nkeyOf(raw),
      sign: async (text) =>
        base64(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new TextEncoder().encode(text)))),
    };
  } catch {
    const key = createUser();
    return { publicKey: key.getPublicKey(), sign: async (text) => base64(key.sign(new TextEncoder().encode(text))) };
  }
}

async function generate(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
}

function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return settled(opening);
}

async function stored(id: string): Promise<CryptoKeyPair | undefined> {
  return settled((await database()).transaction(STORE).objectStore(STORE).get(id)) as Promise<
    CryptoKeyPair | undefined
  >;
}

async function keep(id: string, pair: CryptoKeyPair): Promise<CryptoKeyPair> {
  await settled((await database()).transaction(STORE, 'readwrite').objectStore(STORE).put(pair, id));
  return pair;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser has no database.'));
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The text of a public nkey: prefix, 32 bytes, CRC-16 (XMODEM, low byte first), in base32. */
export function nkeyOf(raw: Uint8Array): string {
  const body = Uint8Array.from([USER_PREFIX, ...raw]);
  const crc = crc16(body);
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of [...body, crc & 0xff, crc >> 8]) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + BASE32[(held << (5 - bits)) & 31];
}

function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ ((crc & 0x8000) === 0 ? 0 : 0x1021)) & 0xffff;
  }
  return crc;
}
