/** Commitments: SHA-256(salt ‖ value), with salts that only the house's secret gives, so that none is stored (ADR 0013). */
import { hash } from 'node:crypto';

export type Salter = {
  /** 16 bytes, hex. */
  salt(seq: number, field: string): string;
  /** Hex of SHA-256(salt ‖ UTF-8 of `json`). */
  commit(seq: number, field: string, json: string): string;
};

const BLOCK = 64;
const SALT_BYTES = 16;

/** HMAC-SHA-256 of (seq, field), cut to 16 bytes; spelled out because the library's object costs ten times the hashing. */
export function createSalter(secret: Buffer): Salter {
  if (secret.length < 32 || secret.length > BLOCK) throw new RangeError('the secret of the log has 32 to 64 bytes');
  const inner = Buffer.alloc(BLOCK + 512, 0x36);
  const outer = Buffer.alloc(BLOCK + 32, 0x5c);
  for (const [at, byte] of secret.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  /** As latin1. */
  function salt(seq: number, field: string): string {
    const text = `${seq} ${field}`;
    const message = Buffer.byteLength(text) <= 512 ? text : hash('sha256', text, 'hex');
    const length = inner.write(message, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 32, 'latin1');
    return hash('sha256', outer, 'binary').slice(0, SALT_BYTES);
  }
  return {
    salt: (seq, field) => Buffer.from(salt(seq, field), 'latin1').toString('hex'),
    commit(seq, field, json) {
      const bytes = Buffer.allocUnsafe(SALT_BYTES + Buffer.byteLength(json));
      bytes.write(salt(seq, field), 0, SALT_BYTES, 'latin1');
      bytes.write(json, SALT_BYTES);
      return hash('sha256', bytes, 'hex');
    },
  };
}
