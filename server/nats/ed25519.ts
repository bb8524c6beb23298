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

/** PKCS #8 of an Ed25519 key, up to the key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PRIVATE_NKEY = 15 << 3;

/** The same key pair, quick: also its public key is not worked out in JavaScript, of which a start of the house has eight. */
export function quickPair(pair: KeyPair): KeyPair {
  const seed = pair.getSeed();
  const [kind = 0, rest = 0, ...secret] = bytesOf(new TextDecoder().decode(seed)).subarray(0, SEED_HEAD + KEY_BYTES);
  const d = Buffer.from(secret);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, d]), format: 'der', type: 'pkcs8' });
  const x = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
  // The two bytes before the seed are what it is, and whose.
  const publicKey = nkeyOf(((kind & 7) << 5) | (rest >> 3), x);
  // Whoever encodes a JWT asks for it, to see that there is one.
  const privateKey = new TextEncoder().encode(nkeyOf(PRIVATE_NKEY, Buffer.concat([d, x])));
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

/** The 32 bytes of the key in an nkey's text, whose check sum whoever parsed the key has looked at. */
function rawOf(text: string, head: number): Buffer {
  return bytesOf(text).subarray(head, head + KEY_BYTES);
}

/** An nkey's text is base32 of a head, the key, and a check sum. */
function bytesOf(text: string): Buffer {
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
  return Buffer.from(bytes);
}

function nkeyOf(head: number, key: Buffer): string {
  const bytes = Buffer.from([head, ...key, 0, 0]);
  bytes.writeUInt16LE(crc16(bytes.subarray(0, -2)), bytes.length - 2);
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}

/** CRC-16 as of XMODEM. */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
