/** Checks that a request was signed by the session's own nkey, just now, and for the first time. */
import { fromPublic } from 'nkeys.js';
import { isSignedBy } from '../nats/ed25519.ts';

export type SignedRequest = { readonly jwt: string; readonly at: number; readonly signature: string };

export type SignatureGuard = {
  /** True once for a good signature within the window; false for anything else. */
  accept(publicKey: string, request: SignedRequest, nowMs: number): boolean;
};

export function signatureGuard(windowMs: number, keptMax: number): SignatureGuard {
  const seen = new Map<string, number>();
  return {
    accept(publicKey, request, nowMs) {
      if (!Number.isSafeInteger(request.at) || Math.abs(nowMs - request.at) > windowMs) return false;
      for (const [signature, at] of seen) {
        if (nowMs - at <= 2 * windowMs) break;
        seen.delete(signature);
      }
      if (seen.has(request.signature) || seen.size >= keptMax) return false;
      if (!isGood(publicKey, `${request.jwt}.${request.at}`, request.signature)) return false;
      seen.set(request.signature, nowMs);
      return true;
    },
  };
}

export function isUserKey(value: unknown): value is string {
  if (typeof value !== 'string' || !/^U[A-Z2-7]{55}$/.test(value)) return false;
  try {
    fromPublic(value);
    return true;
  } catch {
    return false;
  }
}

function isGood(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // Base64 is not one to one; only the canonical spelling counts, else one signature could be shown twice.
  if (bytes.length !== 64 || bytes.toString('base64') !== signature) return false;
  return isUserKey(publicKey) && isSignedBy(publicKey, Buffer.from(text), bytes);
}
