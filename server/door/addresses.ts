/**
 * How much one address may have of the HTTP side: connections at once, and requests. This machine has no bound: the house's own desk is
 * there, and a proxy in front of the house, behind which all have one address. Knows no HTTP.
 */
import { placeOf } from '../identity/sightings.ts';
import type { Limits } from './limits.ts';
import { rateLimiter } from './rate.ts';

export type Addresses = {
  /** Whether a connection may stay: it is one of not too many, and its place was not just told to wait. It takes as a request does. */
  came(address: string): boolean;
  /** A connection that stayed is over. */
  went(address: string): void;
  /** 0 when a request may pass (and is counted), else the milliseconds until another can. */
  asked(address: string): number;
  /** The same for what costs much more than others. */
  askedDearly(address: string): number;
};

export type AddressesInput = {
  readonly limits: Pick<
    Limits,
    'httpAddress' | 'httpConnectionsEach' | 'httpConnectionsMax' | 'dearAddress' | 'ratesKept'
  >;
  /** What is counted together; null is not counted. */
  readonly place?: (address: string) => string | null;
  readonly now?: () => number;
};

export function createAddresses(input: AddressesInput): Addresses {
  const { limits, place = placeOf, now = () => performance.now() } = input;
  const requests = rateLimiter(limits.httpAddress, limits.ratesKept);
  const dear = rateLimiter(limits.dearAddress, limits.ratesKept);
  const open = new Map<string, number>();
  let all = 0;

  function taken(from: typeof requests, address: string): number {
    const where = place(address);
    return where === null ? 0 : from.take(where, now());
  }

  return {
    came(address) {
      const where = place(address);
      if (where === null) return true;
      const count = open.get(where) ?? 0;
      if (all >= limits.httpConnectionsMax || count >= limits.httpConnectionsEach) return false;
      if (requests.take(where, now()) > 0) return false;
      all += 1;
      open.set(where, count + 1);
      return true;
    },
    went(address) {
      const where = place(address);
      if (where === null) return;
      all -= 1;
      const count = (open.get(where) ?? 0) - 1;
      if (count > 0) open.set(where, count);
      else open.delete(where);
    },
    asked: (address) => taken(requests, address),
    askedDearly: (address) => taken(dear, address),
  };
}
