/** Serves the naive page: bundled by esbuild, one session, with the style sheets and fonts of the built desk beside it. */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { fromSeed } from 'nkeys.js';
import type { Snapshot } from '../../../protocol/wire.ts';
import { pathOf } from '../children.ts';
import { SALE } from '../house.ts';
import type { Credential } from '../load/desk.ts';
import { PORTS } from '../stage.ts';
import type { Markup } from './pages/markup.ts';

export type Page = { readonly url: string; close(): Promise<void> };

const KINDS: Readonly<Record<string, string>> = { css: 'text/css', woff2: 'font/woff2', svg: 'image/svg+xml' };

export async function servePage(
  credential: Credential,
  markup: Markup,
  deskDir: string,
  snapshot: () => Promise<Snapshot>,
): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [pathOf('paint/naive.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'chrome114',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = outputFiles[0]?.text ?? '';
  const key = fromSeed(new TextEncoder().encode(credential.seed));
  const session = { jwt: credential.jwt, server: `ws://127.0.0.1:${PORTS.webSocket}`, sale: SALE, markup };
  const links = markup.styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('');
  const bodies: Readonly<Record<string, readonly [string, string]>> = {
    '/': [
      'text/html; charset=utf-8',
      `<!doctype html><title>naive</title>${links}<div id="desk"></div><script type="module" src="naive.js"></script>`,
    ],
    '/naive.js': ['text/javascript; charset=utf-8', script],
    '/session.json': ['application/json', JSON.stringify(session)],
  };
  const server = createServer((request, response) => {
    const [path = '', nonce = ''] = (request.url ?? '').split('?');
    if (path === '/sign') {
      response.end(Buffer.from(key.sign(Buffer.from(nonce))).toString('base64url'));
      return;
    }
    if (path === '/snapshot') {
      void snapshot().then(({ ticks }) => response.end(JSON.stringify(ticks)));
      return;
    }
    const found = bodies[path];
    if (found !== undefined) response.writeHead(200, { 'content-type': found[0] }).end(found[1]);
    else void asset(join(deskDir, 'assets', basename(path)), response);
  });
  await new Promise<void>((resolve) => server.listen(PORTS.page, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${PORTS.page}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function asset(path: string, response: ServerResponse): Promise<void> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) response.writeHead(404).end();
  else
    response
      .writeHead(200, { 'content-type': KINDS[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream' })
      .end(bytes);
}
