/**
 * Signs and checks with nkeys by Node's own Ed25519. The nkeys package does it in JavaScript, which takes milliseconds of the loop on
 * which bids are decided: a login 14, a renewal 26. Knows keys, no claims.
 */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyPair } from 'nkeys.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KEY_BYTES = 32;
/** Before the key in a public nkey, and in a seed. */
const PUBLIC_HEAD = 1;
const SEED_HEAD = 2;

/** The same key pair, quick. */
export function quickPair(pair: KeyPair): KeyPair {
  const publicKey = pair.getPublicKey();
  const seed = pair.getSeed();
  // Whoever encodes a JWT asks for it, to see that there is one.
  const privateKey = pair.getPrivateKey();
  const d = rawOf(new TextDecoder().decode(seed), SEED_HEAD).toString('base64url');
  const x = rawOf(publicKey, PUBLIC_HEAD).toString('base64url');
  const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
  return {
    getPublicKey: () => publicKey,
    getSeed: () => seed,
    getPrivateKey: () => privateKey,
    sign: (input) => new Uint8Array(sign(null, input, key)),
    verify: (input, signature) => isSignedBy(publicKey, input, signature),
    clear: () => pair.clear(),
    seal: (input, recipient, nonce) => pair.seal(input, recipient, nonce),
    open: (message, sender) => pair.open(message, sender),
  };
}

/** Whether the holder of this public nkey (which must be one) signed these bytes. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const x = rawOf(publicKey, PUBLIC_HEAD).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, bytes, key, signature);
}

/** The 32 bytes of the key in an nkey's text: base32 of a head, the key, and a check sum that whoever parsed the key has looked at. */
function rawOf(text: string, head: number): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes.slice(head, head + KEY_BYTES));
}
