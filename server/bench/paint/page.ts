/** Serves the naive page: bundled by esbuild, one file, one session. */
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { fromSeed } from 'nkeys.js';
import { pathOf } from '../children.ts';
import { SALE } from '../house.ts';
import type { Credential } from '../load/desk.ts';
import { PORTS } from '../stage.ts';

export type Page = { readonly url: string; close(): Promise<void> };

export async function servePage(credential: Credential, lots: number): Promise<Page> {
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
  const session = { jwt: credential.jwt, server: `ws://127.0.0.1:${PORTS.webSocket}`, sale: SALE, lots };
  const bodies: Readonly<Record<string, readonly [string, string]>> = {
    '/': [
      'text/html',
      '<!doctype html><title>naive</title><div id="desk"></div><script type="module" src="naive.js"></script>',
    ],
    '/naive.js': ['text/javascript', script],
    '/session.json': ['application/json', JSON.stringify(session)],
  };
  const server = createServer((request, response) => {
    const [path = '', nonce = ''] = (request.url ?? '').split('?');
    if (path === '/sign') {
      response.end(Buffer.from(key.sign(Buffer.from(nonce))).toString('base64url'));
      return;
    }
    const found = bodies[path];
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': found[0] }).end(found[1]);
  });
  await new Promise<void>((resolve) => server.listen(PORTS.page, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${PORTS.page}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
