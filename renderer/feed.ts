/**
 * The feed's worker, and the only file of the desk that knows NATS (nats.ws): a connection that signs by the page, pings every
 * five seconds and comes back forever. What is done with it is the business of feed/session.ts.
 */
import { connect, ErrorCode, Events, type NatsConnection, NatsError } from 'nats.ws';
import { inboxPrefix } from '../protocol/subjects.ts';
import { openGated } from './feed/gate.ts';
import { type Link, LinkError, type LinkEvents, type OpenLink } from './feed/link.ts';
import { createFeedSession } from './feed/session.ts';
import type { FeedOrder, FeedWord } from './feed/words.ts';

/** PLATFORM.md: the defaults notice a dead link after minutes. */
const PING_EVERY_MS = 5_000;
const PINGS_OUT_MAX = 2;
const CONNECT_MS_MAX = 5_000;
const RETRY_MS = { least: 150, most: 650 } as const;

export const openLink: OpenLink = async (pass, sign, events) => {
  const signatures = new Map<string, string>();
  const options = {
    servers: [...pass().servers],
    name: `desk ${pass().user.id}`,
    inboxPrefix: inboxPrefix(pass().user.id),
    pingInterval: PING_EVERY_MS,
    maxPingOut: PINGS_OUT_MAX,
    timeout: CONNECT_MS_MAX,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    ignoreAuthErrorAbort: true,
    ignoreClusterUpdates: true,
    reconnectDelayHandler: () => RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least),
    authenticator: (nonce?: string) => {
      const sig = signatures.get(nonce ?? '') ?? '';
      signatures.clear();
      return { jwt: pass().jwt, nkey: pass().publicKey, sig };
    },
    wsFactory: async (url: string) => {
      events.onAttempt();
      const { socket, nonce, signature } = await openGated(url, sign);
      signatures.set(nonce, signature);
      return { socket, encrypted: url.startsWith('wss:') };
    },
  };
  const connection = await connect(options);
  void follow(connection, events);
  return linkOf(connection);
};

function linkOf(connection: NatsConnection): Link {
  return {
    subscribe: (subject, hear) =>
      void connection.subscribe(subject, { callback: (error, message) => error === null && hear(message.data) }),
    async request(subject, bytes, timeoutMs) {
      try {
        return (await connection.request(subject, bytes, { timeout: timeoutMs })).data;
      } catch (cause) {
        throw linkError(cause);
      }
    },
    flush: () => connection.flush(),
    close: () => connection.close(),
  };
}

async function follow(connection: NatsConnection, events: LinkEvents): Promise<void> {
  for await (const { type, data } of connection.status()) {
    if (type === Events.Disconnect) events.onDown();
    else if (type === Events.Reconnect) events.onUp();
    else if (type === Events.Error && isDenial(data)) events.onDenied();
    else if (type === Events.Error) events.onForbidden(String(data));
  }
}

function isDenial(data: unknown): boolean {
  return (
    data === ErrorCode.AuthorizationViolation ||
    data === ErrorCode.AuthenticationExpired ||
    data === ErrorCode.BadAuthentication
  );
}

function linkError(cause: unknown): LinkError {
  const code = cause instanceof NatsError ? cause.code : '';
  if (code === ErrorCode.NoResponders) return new LinkError('nobody');
  return new LinkError(code === ErrorCode.Timeout ? 'timeout' : 'closed');
}

type WorkerScope = {
  postMessage: (word: FeedWord) => void;
  onmessage: (event: MessageEvent<FeedOrder>) => void;
};

/** In a worker only: a test takes `openLink` from here and has no page behind it. */
if ('WorkerGlobalScope' in globalThis) {
  const page = globalThis as unknown as WorkerScope;
  const session = createFeedSession({
    post: (word) => page.postMessage(word),
    openLink,
    monoMs: () => performance.timeOrigin + performance.now(),
    wallMs: () => Date.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    soon: queueMicrotask,
  });
  page.onmessage = (event) => session.take(event.data);
}
