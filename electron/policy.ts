/** What the page may load and reach: the content policy, the headers and the egress rule. Pure; knows no Electron. */
import { isOwnAddress } from './address.ts';
import { type House, isHouseSocket, parseUrl, socketSources } from './house.ts';

/** No `unsafe-*`, no wildcard host, nothing by default. */
export function contentPolicy(house: House): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src 'self' ${socketSources(house).join(' ')}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On every response of the desk's own files. The two cross-origin ones isolate the page, which costs nothing when all is `'self'`. */
export function deskHeaders(house: House): Record<string, string> {
  return {
    'Content-Security-Policy': contentPolicy(house),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/** On what came from the house: were a picture opened as a document, nothing in it would run. */
export const FORWARD_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Deny by default: the desk's own files, the house's sockets, data inside the page, and the developer tools while developing. */
export function mayRequest(address: string, house: House, isDevelopment: boolean): boolean {
  if (isOwnAddress(address) || isHouseSocket(address, house)) return true;
  const protocol = parseUrl(address)?.protocol;
  if (protocol === 'data:' || protocol === 'blob:') return true;
  return isDevelopment && (protocol === 'devtools:' || protocol === 'chrome-extension:');
}

/** What main itself may fetch: only HTTP at the house. */
export function mayFetch(address: string, house: House): boolean {
  return parseUrl(address)?.origin === house.origin;
}

/** The only permission the page has is to put text on the clipboard, and only in its own main frame. */
export function mayHave(permission: string, requestingUrl: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isOwnAddress(requestingUrl);
}

/** A provider's page, for the system's browser: https, or a provider on this machine. */
export function providerAddress(address: string): string | null {
  const url = parseUrl(address);
  const isHere = url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]');
  return isHere && address.length <= EXTERNAL_CHARS_MAX ? url.href : safeExternal(address);
}

const EXTERNAL_CHARS_MAX = 2048;

/** The address to hand to the operating system, or null: https only, with a host, without credentials. */
export function safeExternal(address: string): string | null {
  if (address.length > EXTERNAL_CHARS_MAX) return null;
  const url = parseUrl(address);
  if (url === null || url.protocol !== 'https:' || url.hostname === '') return null;
  return url.username === '' && url.password === '' ? url.href : null;
}
