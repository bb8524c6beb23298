/** The only file that knows NATS: one connection, callbacks, bytes in and out. It must not know what the bytes mean. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PeerCertificate } from 'node:tls';
import { connect, jwtAuthenticator, type Msg, type NatsConnection } from 'nats';
import { createOutbox } from './speech/outbox.ts';

export type BusStatus = 'connected' | 'disconnected' | 'closed';
export type BusOptions = {
  readonly url: string;
  readonly name: string;
  readonly jwt: string;
  readonly seed: Uint8Array;
  /** The certificate file of the one server that may answer; without it the system's authorities and the name decide. */
  readonly pinnedCert?: string;
  /** Where replies come in; a user other than the house may hear only its own. */
  readonly inboxPrefix?: string;
  readonly onStatus: (status: BusStatus) => void;
};
/** `reply` is empty for a message that awaits none. */
export type BusHandler = (subject: string, bytes: Uint8Array, reply: string) => void;

export type Bus = {
  /** Queues for the socket; everything published in one turn of the loop leaves in one write. Text is the quick way. */
  publish(subject: string, message: string | Uint8Array, reply?: string): void;
  /** The server of the moment, as it calls itself. */
  server(): { readonly id: string; readonly version: string };
  /** Receives the subjects of a pattern as a member of `queue`. */
  serve(pattern: string, queue: string, handler: BusHandler): void;
  request(subject: string, bytes: Uint8Array, timeoutMs: number): Promise<Uint8Array>;
  /** Resolves when the server has everything that was published. */
  flush(): Promise<void>;
  isConnected(): boolean;
  /** Stops receiving, and sends what is queued. */
  drain(): Promise<void>;
  close(): Promise<void>;
};

export class BusFault extends Error {
  readonly code = 'bus-unreachable';
}

const PING_MS = 5_000;
const PING_OUT_MAX = 2;
const RECONNECT_MS = 100;

export async function connectBus(options: BusOptions): Promise<Bus> {
  let up = true;
  let connection: NatsConnection;
  try {
    connection = await connect({
      servers: options.url,
      name: options.name,
      authenticator: jwtAuthenticator(options.jwt, options.seed),
      pingInterval: PING_MS,
      maxPingOut: PING_OUT_MAX,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_MS,
      ignoreAuthErrorAbort: true,
      noEcho: true,
      timeout: 5_000,
      ...(options.inboxPrefix === undefined ? {} : { inboxPrefix: options.inboxPrefix }),
      ...(options.pinnedCert === undefined ? {} : { tls: pinned(options.pinnedCert) }),
    });
  } catch (cause) {
    throw new BusFault(
      `nats-server at ${options.url} cannot be reached as ${options.name}; start it, or check --nats.`,
      {
        cause,
      },
    );
  }
  void watch(connection, (status) => {
    up = status === 'connected';
    options.onStatus(status);
  });
  const outbox = createOutbox(connection);
  return {
    publish(subject, message, reply) {
      if (typeof message === 'string' && reply === undefined) outbox.say(subject, message);
      else if (!connection.isClosed()) {
        outbox.flush();
        connection.publish(subject, message, reply === undefined ? {} : { reply });
      }
    },
    server: () => ({ id: connection.info?.server_id ?? '', version: connection.info?.version ?? '' }),
    serve(pattern, queue, handler) {
      connection.subscribe(pattern, {
        queue,
        callback: (error: Error | null, message: Msg) => {
          if (error === null) handler(message.subject, message.data, message.reply ?? '');
        },
      });
    },
    request: async (subject, bytes, timeoutMs) =>
      (await connection.request(subject, bytes, { timeout: timeoutMs, noMux: false })).data,
    flush() {
      outbox.flush();
      return connection.flush();
    },
    isConnected: () => up && !connection.isClosed(),
    drain() {
      outbox.flush();
      return connection.drain();
    },
    close: () => connection.close(),
  };
}

/**
 * The house reaches its own server by an address that the certificate need not name, so it asks for that very certificate instead.
 * The file is read at every connection: a renewed one holds from the next.
 */
function pinned(caFile: string) {
  return {
    caFile,
    allowPartialTrustChain: true,
    checkServerIdentity(_host: string, peer: PeerCertificate): Error | undefined {
      if (new X509Certificate(readFileSync(caFile)).raw.equals(peer.raw)) return undefined;
      return new Error(`The server shows another certificate than ${caFile}.`);
    },
  };
}

async function watch(connection: NatsConnection, tell: (status: BusStatus) => void): Promise<void> {
  void connection.closed().then(() => tell('closed'));
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') tell('disconnected');
    else if (status.type === 'reconnect') tell('connected');
  }
}
