/** The desk as a web page: the files below one folder and nothing else, with a content policy without `unsafe-*`. */
import { open, realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HttpFault } from './reply.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
};

/** What the desk's page may load and where it may connect; `sockets` are the NATS WebSocket addresses. */
export function deskPolicy(sockets: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${sockets.join(' ')}`.trimEnd(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A picture that may be a script in disguise is shown as an image only, and runs nothing when opened by itself. */
export const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export type FileAnswer = { readonly policy: string; readonly cache: string };

/** Sends the file of `path` (as in the URL, still encoded) below `root`; throws a 404 for all that is not there. */
export async function sendFile(
  response: ServerResponse,
  root: string,
  path: string,
  isHead: boolean,
  answer: FileAnswer,
): Promise<void> {
  const name = await resolveBelow(root, path);
  const file = name === null ? null : await open(name, 'r').catch(() => null);
  if (name === null || file === null) throw new HttpFault(404, 'not-found', 'There is nothing at this address.');
  try {
    const { size } = await file.stat();
    response.setHeader('content-security-policy', answer.policy);
    response.writeHead(200, {
      'content-type': TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream',
      'content-length': size,
      'cache-control': answer.cache,
    });
    if (isHead || size === 0) response.end();
    else await pipeline(file.createReadStream({ autoClose: false, end: size - 1 }), response);
  } finally {
    await file.close();
  }
}

/** The real path of a plain file below `root`; null for anything else, whatever dots, encodings or links say. */
async function resolveBelow(root: string, path: string): Promise<string | null> {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (
    name.includes('\0') ||
    name.includes('\\') ||
    name.split('/').some((part) => part === '..' || part.startsWith('.'))
  )
    return null;
  try {
    const base = await realpath(root);
    const real = await realpath(join(base, name === '' || name.endsWith('/') ? `${name}index.html` : name));
    return real.startsWith(base + sep) && (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}
