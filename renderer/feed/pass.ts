/** How long a pass lives, from its own JWT: its two times are both the house's, so a wrong clock here does not matter. */
import type { Pass } from './words.ts';

/** Less than this makes no sense as a life and would renew in a storm. */
const LIFE_MS_MIN = 2_000;

export function lifeMs(pass: Pass, wallMs: number): number {
  const claims = claimsOf(pass.jwt);
  const life = claims === null ? pass.expiresAt - wallMs : (claims.exp - claims.iat) * 1000;
  return Math.max(LIFE_MS_MIN, life);
}

function claimsOf(jwt: string): { readonly iat: number; readonly exp: number } | null {
  try {
    const body = (jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims: unknown = JSON.parse(atob(body));
    if (typeof claims !== 'object' || claims === null || !('iat' in claims) || !('exp' in claims)) return null;
    const { iat, exp } = claims;
    return typeof iat === 'number' && typeof exp === 'number' && exp > iat ? { iat, exp } : null;
  } catch {
    return null;
  }
}
