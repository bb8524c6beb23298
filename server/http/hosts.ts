/**
 * By which names the house is asked. A page that somebody visits can have its own name point at this machine, and would then speak to the
 * house as the house's own page does; names that are not the house's are told so. With TLS the certificate says it.
 */
import { isIP } from 'node:net';
import type { HouseConfig } from '../config.ts';

export type NamedBy = Pick<HouseConfig, 'host' | 'tls' | 'origins' | 'publicServers'>;

/** Whether the `Host` of a request is one of the house's: an address, this machine, or what it was told that pages and desks call it. */
export function ownHosts({ host, tls, origins, publicServers }: NamedBy): (given: string | undefined) => boolean {
  if (tls !== null) return () => true;
  const names = new Set([host.toLowerCase(), ...[...origins, ...publicServers].map((url) => nameOf(url) ?? '')]);
  return (given) => {
    // Of HTTP/1.0; no browser leaves it out.
    if (given === undefined) return true;
    const name = /[^\w.:[\]-]/.test(given) ? null : nameOf(`http://${given}`);
    if (name === null) return false;
    // An address cannot be made to point elsewhere.
    return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || /(^|\.)localhost$/.test(name) || names.has(name);
  };
}

function nameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
