/**
 * Sign-in at a provider, in the system's browser: the person is sent to the provider's page and comes back to a loopback address that
 * is listened on meanwhile (RFC 8252). The house keeps verifier, state and nonce. Knows HTTP and the door, no Electron.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { LoginReply } from '../protocol/wire.ts';
import type { Door } from './door.ts';
import { Fault } from './fault.ts';
import { providerAddress } from './policy.ts';

export type Provider = {
  /** One at a time: a second one ends the first. */
  signIn(): Promise<LoginReply>;
};

export type ProviderInput = {
  readonly door: Pick<Door, 'providerStart' | 'providerFinish'>;
  /** Opens an address in the system's browser. */
  readonly open: (url: string) => Promise<void>;
  readonly waitMs?: number;
};

/** How long a person may take at the provider's page; the house bears it as long. */
const WAIT_MS = 600_000;
const PATH = '/back';

export function openProvider({ door, open, waitMs = WAIT_MS }: ProviderInput): Provider {
  let abandon: () => void = () => {};

  return {
    signIn() {
      abandon();
      return new Promise<LoginReply>((resolve, reject) => {
        const server = createServer((request, response) => {
          // Not every line that can be asked for is an address.
          const asked = request.url ?? '/';
          if (request.method !== 'GET' || asked.split('?', 1)[0] !== PATH)
            return say(response, 404, 'There is nothing here.');
          door.providerFinish(`${origin()}${asked}`).then(
            (reply) => {
              say(response, 200, 'You are signed in. Close this window and go back to Rostrum.');
              end(() => resolve(reply));
            },
            (cause: unknown) => {
              say(response, 400, 'You are not signed in. Go back to Rostrum.');
              // Anybody on this machine may knock; only the answer to this sign-in ends it.
              if (!(cause instanceof Fault && cause.code === 'oidc-unknown-state')) end(() => reject(cause));
            },
          );
        });
        const origin = () => {
          const address = server.address();
          return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
        };
        const fail = (code: 'provider-timeout' | 'provider-abandoned', sentence: string) => () =>
          end(() => reject(new Fault(code, sentence)));
        const timer = setTimeout(
          fail('provider-timeout', 'Nobody came back from the provider’s page. Begin again.'),
          waitMs,
        );
        function end(settle: () => void): void {
          clearTimeout(timer);
          server.close();
          settle();
        }
        abandon = fail('provider-abandoned', 'This sign-in was begun again.');
        server.on('error', (cause) => end(() => reject(cause)));
        server.listen(0, '127.0.0.1', () => {
          door
            .providerStart(`${origin()}${PATH}`)
            .then((address) => {
              const safe = providerAddress(address);
              if (safe !== null) return open(safe);
              throw new Fault('provider-address', 'The house names an address of a provider that is not https.');
            })
            .catch((cause: unknown) => end(() => reject(cause)));
        });
      });
    },
  };
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`${sentence}\n`);
}
