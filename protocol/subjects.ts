/** The grammar of subjects (WIRE.md) and who may speak where. The only file that spells a subject. */
import type { Role } from './wire.ts';

const ROOT = 'rostrum.v1';

/** A token that may stand in a subject: no dot, wildcard, space or control character; 1 to 64 characters. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

export const subjects = {
  bid: (sale: string, bidder: string) => `${ROOT}.bid.${sale}.${bidder}`,
  clerk: (sale: string, clerk: string) => `${ROOT}.clerk.${sale}.${clerk}`,
  tick: (sale: string, lot: string) => `${ROOT}.tick.${sale}.${lot}`,
  sale: (sale: string) => `${ROOT}.sale.${sale}`,
  head: (sale: string) => `${ROOT}.head.${sale}`,
  you: (sale: string, bidder: string) => `${ROOT}.you.${sale}.${bidder}`,
  snapshot: (sale: string, bidder: string) => `${ROOT}.snapshot.${sale}.${bidder}`,
  receipt: (sale: string, bidder: string) => `${ROOT}.receipt.${sale}.${bidder}`,
  time: (bidder: string) => `${ROOT}.time.${bidder}`,
  review: (sale: string, reviewer: string) => `${ROOT}.review.${sale}.${reviewer}`,
} as const;

/** The prefix of a user's own reply inboxes. */
export function inboxPrefix(user: string): string {
  return `_INBOX_${user}`;
}

export type Permissions = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };

/** What a user's NATS JWT allows (WIRE.md, Identity): never `$JS`, `$SYS` or a wildcard over other users. `sales` narrows a clerk's and a reviewer's own subjects. */
export function permissionsOf(id: string, role: Role, sales: readonly string[]): Permissions {
  const publish = [`${ROOT}.bid.*.${id}`, `${ROOT}.snapshot.*.${id}`, `${ROOT}.receipt.*.${id}`, `${ROOT}.time.${id}`];
  if (role === 'clerk') publish.push(...sales.map((sale) => subjects.clerk(sale, id)));
  if (role === 'clerk' || role === 'reviewer' || role === 'operator')
    publish.push(...sales.map((sale) => subjects.review(sale, id)));
  return {
    publish,
    subscribe: [`${ROOT}.tick.>`, `${ROOT}.sale.>`, `${ROOT}.head.>`, `${ROOT}.you.*.${id}`, `${inboxPrefix(id)}.>`],
  };
}
