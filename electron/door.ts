/** The calls that main makes to the house's door on the page's behalf. Knows HTTP and the key, no Electron. */
import * as v from 'valibot';
import { type SetupRequest, setupCall } from '../protocol/setup.ts';
import {
  type LoginReply,
  type LoginRequest,
  type OidcFinishRequest,
  type OidcStartRequest,
  type RenewRequest,
  SESSION_HEADERS,
} from '../protocol/wire.ts';
import type { DeviceKey } from './device-key.ts';
import { Fault } from './fault.ts';
import { type House, isHouseSocket } from './house.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Door = {
  login(request: Omit<LoginRequest, 'publicKey'>): Promise<LoginReply>;
  renew(jwt: string): Promise<LoginReply>;
  logout(jwt: string): Promise<void>;
  /** The address of the provider's page, from which the person comes back to `redirectUri`. */
  providerStart(redirectUri: string): Promise<string>;
  providerFinish(callbackUrl: string): Promise<LoginReply>;
  /** One of the calls with which a sale is set up, with the headers that prove the session. */
  setup(jwt: string, request: SetupRequest): Promise<unknown>;
};

const TIMEOUT_MS = 15_000;
const REPLY_CHARS_MAX = 65_536;
/** A list of everybody who is registered. */
const LIST_CHARS_MAX = 16 * 1024 * 1024;

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
const oidcStarted = v.object({ url: v.pipe(v.string(), v.maxLength(4_096)) });
const refusal = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/** `nowMs` is the desk's own clock; what is signed carries the house's time, learnt from its replies, so that a wrong clock locks nobody out. */
export function openDoor(house: House, key: DeviceKey, fetch: Fetch, nowMs: () => number = Date.now): Door {
  let offsetMs = 0;
  let signedAt = 0;
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await send(fetch, `${house.origin}${path}`, { method: 'POST', body });
    offsetMs = offsetOf(response, nowMs()) ?? offsetMs;
    return readReply(response, house, REPLY_CHARS_MAX);
  };
  const session = (jwt: string): RenewRequest => {
    // A signature counts once, so no two of them are of the same moment.
    const at = Math.max(signedAt + 1, Math.round(nowMs() + offsetMs));
    signedAt = at;
    return { jwt, at, signature: key.sign(`${jwt}.${at}`) };
  };
  return {
    login: async (request) => checkReply(await post('/v1/login', { ...request, publicKey: key.publicKey }), house),
    renew: async (jwt) => checkReply(await post('/v1/renew', session(jwt)), house),
    logout: async (jwt) => void (await post('/v1/logout', session(jwt))),
    async providerStart(redirectUri) {
      const started = v.safeParse(
        oidcStarted,
        await post('/v1/oidc/start', { publicKey: key.publicKey, redirectUri } satisfies OidcStartRequest),
      );
      if (started.success) return started.output.url;
      throw new Fault('door-garbled', `What answers at ${house.origin} is not a house that this desk understands.`);
    },
    async providerFinish(callbackUrl) {
      const finish: OidcFinishRequest = { publicKey: key.publicKey, callbackUrl };
      return checkReply(await post('/v1/oidc/finish', finish), house);
    },
    async setup(jwt, request) {
      const { at, signature } = session(jwt);
      const headers = {
        [SESSION_HEADERS.jwt]: jwt,
        [SESSION_HEADERS.at]: String(at),
        [SESSION_HEADERS.signature]: signature,
      };
      const call = setupCall(request);
      const response = await send(fetch, `${house.origin}${call.path}`, { ...call, headers });
      offsetMs = offsetOf(response, nowMs()) ?? offsetMs;
      return readReply(response, house, LIST_CHARS_MAX);
    },
  };
}

type Sending = {
  readonly method: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A house that answers, and shows a certificate that Chromium does not take; the last is for all others. */
const DISTRUST: Readonly<Record<string, string>> = {
  ERR_CERT_DATE_INVALID:
    "shows a certificate that has ended or not begun (%). Check this computer's clock; if it is right, tell the house.",
  ERR_CERT_COMMON_NAME_INVALID:
    'shows a certificate of another name (%). Check the address; if it is right, tell the house.',
  ERR_CERT_AUTHORITY_INVALID:
    'shows a certificate that this computer has no reason to trust (%). Ask the house; if the authority is its own, this computer must be given it.',
  ERR_CERT_: 'shows a certificate that cannot be trusted (%). Tell the house.',
};

async function send(fetch: Fetch, url: string, { method, body, headers }: Sending): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: { ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    const [house, reason] = [new URL(url).origin, reasonOf(cause)];
    const distrust = Object.entries(DISTRUST).find(([sign]) => reason.includes(sign))?.[1];
    const why =
      distrust ??
      'does not answer (%). Check the network, then try again; Help, Diagnose the connection… says what fails.';
    throw new Fault('door-unreachable', `The house at ${house} ${why.replace('%', reason)}`, cause);
  }
}

async function readReply(response: Response, house: House, charsMax: number): Promise<unknown> {
  const text = await response.text();
  const body = text.length > charsMax ? undefined : parseJson(text);
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
