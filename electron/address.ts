/** Addresses under `app://rostrum/`: what each one stands for. Pure; the one place that decides which file a page may get. */
import { isToken } from '../protocol/subjects.ts';
import { parseUrl } from './house.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'rostrum';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

export type Asset =
  /** A file of the desk; `path` is relative, of plain names only. */
  | { readonly type: 'file'; readonly path: string }
  /** Something public that the house answers to GET: a picture of a lot, the list of sales, a demonstration's accounts, its provider. */
  | { readonly type: 'house'; readonly path: string; readonly kind: 'image' | 'json' }
  | { readonly type: 'refused'; readonly status: 400 | 404 };

const URL_CHARS_MAX = 2048;
const SEGMENTS_MAX = 12;
/** No leading dot, no separator, no percent sign, no NUL: what is left cannot leave a folder. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** What the house says to everybody, and the page asks for by `fetch`; all else goes by the bridge or the bus. */
const PUBLIC_JSON = new Set(['/v1/sales', '/v1/demo', '/v1/oidc']);

/** Decides by an allow-list of names, so that no decoding trick has to be known. */
export function assetOf(address: string): Asset {
  const bad = { type: 'refused', status: 400 } as const;
  if (address.length > URL_CHARS_MAX) return bad;
  const path = rawPath(address);
  if (path === null) return { type: 'refused', status: 404 };
  if (path === '' || path === '/') return { type: 'file', path: 'index.html' };
  const segments = path.slice(1).split('/');
  if (segments.length > SEGMENTS_MAX || !segments.every((segment) => SEGMENT.test(segment))) return bad;
  return segments[0] === 'v1' ? houseOf(segments) : { type: 'file', path: segments.join('/') };
}

/** Whether an address is the desk's own page: the only document that may ever be navigated to. */
export function isDeskPage(address: string): boolean {
  const path = rawPath(address);
  return path === '' || path === '/' || path === '/index.html';
}

/** Whether an address belongs to the desk at all. */
export function isOwnAddress(address: string): boolean {
  return rawPath(address) !== null;
}

function houseOf(segments: readonly string[]): Asset {
  const path = `/${segments.join('/')}`;
  if (PUBLIC_JSON.has(path)) return { type: 'house', path, kind: 'json' };
  const [, sales, sale, images, name, ...rest] = segments;
  const isImage = sales === 'sales' && isToken(sale) && images === 'images' && name !== undefined && rest.length === 0;
  return isImage ? { type: 'house', path, kind: 'image' } : { type: 'refused', status: 404 };
}

/** The undecoded path, taken from the text itself: `URL` would resolve dots before anybody could refuse them. */
function rawPath(address: string): string | null {
  const url = parseUrl(address);
  if (url === null || url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null;
  if (!address.startsWith(APP_ORIGIN)) return null;
  const rest = address.slice(APP_ORIGIN.length).replace(/[?#].*$/s, '');
  return rest === '' || rest.startsWith('/') ? rest : null;
}
