/** The address of the house and what may be reached at it. Pure; knows no Electron. */

export type House = {
  /** `http://127.0.0.1:4280` or `https://house.example`. */
  readonly origin: string;
  readonly hostname: string;
  readonly isLoopback: boolean;
};

export const HOUSE_DEFAULT = 'http://127.0.0.1:4280';

const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
/** Hosts that a content policy can spell: no IPv6 literal, no wildcard. */
const HOSTNAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** `null` unless the text is an https origin, or an http one on this machine. */
export function parseHouse(text: string): House | null {
  const url = parseUrl(text);
  if (url === null || url.username !== '' || url.password !== '' || !HOSTNAME.test(url.hostname)) return null;
  const isLoopback = LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return null;
  return { origin: url.origin, hostname: url.hostname, isLoopback };
}

/** Whether an address is a socket of the house: `wss:` at its own host, `ws:` only on this machine for a house on this machine. */
export function isHouseSocket(text: string, house: House): boolean {
  const url = parseUrl(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'wss:') return url.hostname === house.hostname;
  return url.protocol === 'ws:' && house.isLoopback && LOOPBACK.has(url.hostname);
}

/** The same rule in the words of a content policy's `connect-src`. */
export function socketSources(house: House): readonly string[] {
  const secure = `wss://${house.hostname}:*`;
  return house.isLoopback ? [secure, 'ws://127.0.0.1:*', 'ws://localhost:*'] : [secure];
}

/** `null` instead of a throw. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
