/**
 * One signed-in person at the demonstration: the same door, key and permissions as a desk's, renewed before they expire by
 * making the new connection before the old one breaks. It knows no rule and no habit.
 */
import { createUser } from 'nkeys.js';
import { encode } from '../../protocol/codec.ts';
import { inboxPrefix } from '../../protocol/subjects.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import { type Bus, connectBus } from '../bus.ts';

export type Session = {
  readonly id: string;
  readonly paddle: string | null;
  /** Asks and awaits the reply, parsed. Rejects when none comes in time. */
  ask(subject: string, message: unknown): Promise<unknown>;
  listen(pattern: string, heard: (message: unknown) => void): void;
  close(): Promise<void>;
};

export type Door = { readonly house: string; readonly nats: string };

const ASK_MS_MAX = 5000;
/** Renew at this share of a session's life. */
const RENEW_AT = 0.6;
const RENEW_AGAIN_MS = 2000;

export class DoorFault extends Error {
  readonly code = 'door-closed';
}

export async function signIn(door: Door, user: string, password: string): Promise<Session> {
  const key = createUser();
  const publicKey = key.getPublicKey();
  const patterns: [pattern: string, heard: (message: unknown) => void][] = [];
  let login = await post(door, '/v1/login', { user, password, publicKey });
  let bus = await open(login);
  let timer = setTimeout(renew, lifeOf(login));
  let closed = false;

  function open(pass: LoginReply): Promise<Bus> {
    return connectBus({
      url: door.nats,
      name: user,
      jwt: pass.jwt,
      seed: key.getSeed(),
      inboxPrefix: inboxPrefix(user),
      onStatus: () => {},
    });
  }

  function attach(to: Bus, pattern: string, heard: (message: unknown) => void): void {
    // A queue of its own: it hears everything, as a plain subscriber does.
    to.serve(pattern, user, (_, bytes) => heard(parse(bytes)));
  }

  function renew(): void {
    renewNow(Date.now()).then(
      () => schedule(lifeOf(login)),
      () => schedule(RENEW_AGAIN_MS),
    );
  }

  async function renewNow(at: number): Promise<void> {
    const signature = Buffer.from(key.sign(new TextEncoder().encode(`${login.jwt}.${at}`))).toString('base64');
    const next = await post(door, '/v1/renew', { jwt: login.jwt, at, signature });
    const old = bus;
    const fresh = await open(next);
    for (const [pattern, heard] of patterns) attach(fresh, pattern, heard);
    await fresh.flush();
    login = next;
    bus = fresh;
    await old.drain();
  }

  function schedule(afterMs: number): void {
    if (!closed) timer = setTimeout(renew, afterMs);
  }

  return {
    id: user,
    paddle: login.user.paddle,
    ask: async (subject, message) => parse(await bus.request(subject, encode(message), ASK_MS_MAX)),
    listen(pattern, heard) {
      patterns.push([pattern, heard]);
      attach(bus, pattern, heard);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await bus.close();
    },
  };
}

async function post(door: Door, path: string, body: unknown): Promise<LoginReply> {
  const reply = await fetch(`${door.house}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new DoorFault(`${door.house}${path} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as LoginReply;
}

function lifeOf(login: LoginReply): number {
  return Math.max(1000, (login.expiresAt - Date.now()) * RENEW_AT);
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
