/** The grammar of subjects (WIRE.md) and who may speak where. The only file that spells a subject. */
import type { Role } from './wire.ts';

const ROOT = 'rostrum.v1';

const TOKEN_LENGTH_MAX = 64;
/** By character code. A table, for the door asks this several times a bid. */
const TOKEN_CODES = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** A token that may stand in a subject: no dot, wildcard, space or control character; 1 to 64 characters. */
export function isToken(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > TOKEN_LENGTH_MAX) return false;
  for (let at = 0; at < value.length; at += 1) if (TOKEN_CODES[value.charCodeAt(at)] !== 1) return false;
  return true;
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

const INBOX = '_INBOX_';
const DOT = 0x2e;

/** The prefix of a user's own reply inboxes. */
export function inboxPrefix(user: string): string {
  return `${INBOX}${user}`;
}

/** Whether a subject lies within a user's own inboxes. */
export function isInboxOf(subject: string, user: string): boolean {
  const end = INBOX.length + user.length;
  return subject.charCodeAt(end) === DOT && subject.startsWith(INBOX) && subject.startsWith(user, INBOX.length);
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
