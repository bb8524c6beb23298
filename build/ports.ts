/** Ports: which the product uses, and whether they are free. */
import { createServer } from 'node:net';
import { codeOf, SetupFault } from './fault.ts';

export type Ports = { readonly http: number; readonly nats: number; readonly ws: number };

export const DEFAULT_PORTS: Ports = { http: 4280, nats: 4271, ws: 4272 };

/** The three ports for a given HTTP port: the defaults, or three in a row from the one that was asked for. */
export function portsFrom(http: number | null): Ports {
  return http === null ? DEFAULT_PORTS : { http, nats: http + 1, ws: http + 2 };
}

/** Throws `port-taken` naming the first port that another program holds. */
export async function demandFree(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [what, port] of Object.entries(ports)) {
    const code = await trial(port);
    if (code === null) continue;
    const next = port < 65_000 ? port + 100 : 4280;
    throw new SetupFault(
      'port-taken',
      code === 'EACCES'
        ? `port ${port} (${what}) may not be opened by this user`
        : `port ${port} (${what}) is in use by another program (${code})`,
      `stop that program, or choose others with: npm start -- --port ${next}`,
    );
  }
}

/** Ports that were free a moment ago, for tests. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function trial(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}
