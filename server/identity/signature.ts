/** Checks that a request was signed by the session's own nkey, just now, and for the first time. */
import { fromPublic } from 'nkeys.js';
import { isSignedBy } from '../nats/ed25519.ts';

export type SignedRequest = { readonly jwt: string; readonly at: number; readonly signature: string };

/** How long one waits who comes when as many signatures are remembered as can be. */
const FULL_WAIT_MS = 1_000;

export type SignatureGuard = {
  /** `good` once for a good signature within the window; `bad` for anything else, and milliseconds to wait when `waitMs` says so. */
  accept(publicKey: string, request: SignedRequest, nowMs: number, waitMs: () => number): 'good' | 'bad' | number;
};

export function signatureGuard(windowMs: number, keptMax: number): SignatureGuard {
  const seen = new Map<string, number>();
  return {
    accept(publicKey, request, nowMs, waitMs) {
      if (!Number.isSafeInteger(request.at) || Math.abs(nowMs - request.at) > windowMs) return 'bad';
      for (const [signature, at] of seen) {
        if (nowMs - at <= 2 * windowMs) break;
        seen.delete(signature);
      }
      if (seen.has(request.signature)) return 'bad';
      if (!isGood(publicKey, `${request.jwt}.${request.at}`, request.signature)) return 'bad';
      // Only now: with somebody else's JWT alone nobody uses up what is his. And not remembered, or one could fill the memory of all.
      const wait = waitMs();
      if (wait > 0) return wait;
      // Nobody's session ends because others have signed so much: he signs anew when there is room.
      if (seen.size >= keptMax) return FULL_WAIT_MS;
      seen.set(request.signature, nowMs);
      return 'good';
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
