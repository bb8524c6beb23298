import { createAccount, createOperator, createUser, fromPublic } from 'nkeys.js';
import { describe, expect, it } from 'vitest';
import { isSignedBy, quickPair } from './ed25519.ts';

describe('Ed25519 of Node', () => {
  it.each([createUser, createAccount, createOperator])(
    'signs and checks what the nkeys package does (%o)',
    (create) => {
      for (let n = 0; n < 5; n += 1) {
        const pair = create();
        const quick = quickPair(pair);
        const text = new TextEncoder().encode(`text ${n}`);
        expect(quick.getPublicKey()).toBe(pair.getPublicKey());
        expect(Buffer.from(quick.getPrivateKey())).toEqual(Buffer.from(pair.getPrivateKey()));
        // Ed25519 is deterministic: the same key gives the same signature.
        expect(Buffer.from(quick.sign(text))).toEqual(Buffer.from(pair.sign(text)));
        expect(fromPublic(pair.getPublicKey()).verify(text, quick.sign(text))).toBe(true);
        expect(isSignedBy(pair.getPublicKey(), text, pair.sign(text))).toBe(true);
        const other = new TextEncoder().encode('another text');
        expect(isSignedBy(pair.getPublicKey(), other, pair.sign(text))).toBe(false);
        expect(isSignedBy(create().getPublicKey(), text, pair.sign(text))).toBe(false);
        expect(quick.verify(text, new Uint8Array(64))).toBe(false);
      }
    },
  );
});
