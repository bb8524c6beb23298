/** The calls that main makes to the house's door on the page's behalf. Knows HTTP and the key, no Electron. */
import * as v from 'valibot';
import type { LoginReply, LoginRequest, RenewRequest } from '../protocol/wire.ts';
import type { DeviceKey } from './device-key.ts';
import { Fault } from './fault.ts';
import { type House, isHouseSocket } from './house.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Door = {
  login(request: Omit<LoginRequest, 'publicKey'>): Promise<LoginReply>;
  renew(jwt: string): Promise<LoginReply>;
  logout(jwt: string): Promise<void>;
};

const TIMEOUT_MS = 15_000;
const REPLY_CHARS_MAX = 65_536;

const loginReply = v.object({
  jwt: v.pipe(v.string(), v.minLength(1), v.maxLength(16_384)),
  expiresAt: v.number(),
  servers: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(16)),
  user: v.object({
    id: v.string(),
    role: v.picklist(['bidder', 'clerk', 'reviewer', 'operator']),
    name: v.string(),
    paddle: v.nullable(v.string()),
  }),
});
const refusal = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/** `nowMs` is the desk's own clock; what is signed carries the house's time, learnt from its replies, so that a wrong clock locks nobody out. */
export function openDoor(house: House, key: DeviceKey, fetch: Fetch, nowMs: () => number = Date.now): Door {
  let offsetMs = 0;
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await send(fetch, `${house.origin}${path}`, body);
    offsetMs = offsetOf(response, nowMs()) ?? offsetMs;
    return readReply(response, house);
  };
  const session = (jwt: string): RenewRequest => {
    const at = Math.round(nowMs() + offsetMs);
    return { jwt, at, signature: key.sign(`${jwt}.${at}`) };
  };
  return {
    login: async (request) => checkReply(await post('/v1/login', { ...request, publicKey: key.publicKey }), house),
    renew: async (jwt) => checkReply(await post('/v1/renew', session(jwt)), house),
    logout: async (jwt) => void (await post('/v1/logout', session(jwt))),
  };
}

async function send(fetch: Fetch, url: string, body: unknown): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new Fault(
      'door-unreachable',
      `The house at ${new URL(url).origin} does not answer (${reasonOf(cause)}). Check the network, then try again.`,
      cause,
    );
  }
}

async function readReply(response: Response, house: House): Promise<unknown> {
  const text = await response.text();
  const body = text.length > REPLY_CHARS_MAX ? undefined : parseJson(text);
  if (response.ok) return body;
  const said = v.safeParse(refusal, body);
  if (said.success) throw new Fault(said.output.error.code, said.output.error.message);
  throw new Fault('door-refused', `The house at ${house.origin} refused with HTTP ${response.status}.`);
}

function checkReply(body: unknown, house: House): LoginReply {
  const reply = v.safeParse(loginReply, body);
  if (!reply.success)
    throw new Fault('door-garbled', `What answers at ${house.origin} is not a house that this desk understands.`);
  const foreign = reply.output.servers.find((server) => !isHouseSocket(server, house));
  if (foreign !== undefined)
    throw new Fault('door-foreign-server', `The house names the server ${foreign}, which is not at ${house.hostname}.`);
  return reply.output;
}

/** The `Date` header has whole seconds; its middle is the best guess. */
export function offsetOf(response: Pick<Response, 'headers'>, nowMs: number): number | null {
  const dateMs = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(dateMs) ? null : dateMs + 500 - nowMs;
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
