/** Serves `app://rostrum/`: the desk's files from its folder and, read only, what the house shows to everybody. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, type Session } from 'electron';
import { APP_SCHEME, assetOf } from './address.ts';
import type { Fetch } from './door.ts';
import type { House } from './house.ts';
import type { Log } from './log.ts';
import { deskHeaders, FORWARD_HEADERS } from './policy.ts';

export type SchemeOptions = {
  readonly deskFolder: string;
  readonly house: () => House;
  readonly fetch: Fetch;
  readonly log: Log;
};

const FORWARD_BYTES_MAX = 8 * 1024 * 1024;
const FORWARD_TIMEOUT_MS = 10_000;
const ACCEPTED = { image: /^image\/(svg\+xml|png|jpeg|webp|avif|gif)\b/, json: /^application\/json\b/ } as const;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

/** Before the application is ready. A standard scheme has an origin, so `'self'` means something. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function serveScheme(session: Session, options: SchemeOptions): void {
  session.protocol.handle(APP_SCHEME, (request) => respond(request, options));
}

async function respond(request: Pick<Request, 'method' | 'url'>, options: SchemeOptions): Promise<Response> {
  if (request.method !== 'GET') return refused(405, options);
  const asset = assetOf(request.url);
  switch (asset.type) {
    case 'refused':
      options.log.warn(`address refused (${asset.status}): ${request.url.slice(0, 200)}`);
      return refused(asset.status, options);
    case 'file':
      return file(asset.path, options);
    case 'house':
      return forward(asset.path, ACCEPTED[asset.kind], options);
  }
}

async function file(path: string, options: SchemeOptions): Promise<Response> {
  const type = TYPES[extname(path)];
  if (type === undefined) return refused(404, options);
  try {
    const bytes = await readFile(join(options.deskFolder, path));
    return new Response(bytes, { headers: { ...deskHeaders(options.house()), 'Content-Type': type } });
  } catch {
    return refused(404, options);
  }
}

/** Nothing of the house's answer passes but the bytes and their type. */
async function forward(path: string, accepted: RegExp, options: SchemeOptions): Promise<Response> {
  try {
    const answer = await options.fetch(`${options.house().origin}${path}`, {
      method: 'GET',
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok || !accepted.test(type)) return refused(404, options);
    const bytes = await answer.arrayBuffer();
    if (bytes.byteLength > FORWARD_BYTES_MAX) return refused(404, options);
    return new Response(bytes, { headers: { ...FORWARD_HEADERS, 'Content-Type': type } });
  } catch (cause) {
    options.log.warn(`not had from the house: ${path}`, cause);
    return refused(404, options);
  }
}

function refused(status: number, options: SchemeOptions): Response {
  return new Response(null, { status, headers: deskHeaders(options.house()) });
}
