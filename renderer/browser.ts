/** The bridge of a desk that runs in a browser, from the house's own port: the same contract as the preload's, with what a page can do. */
import type { DeskBridge, SystemWord } from '../protocol/bridge.ts';
import { type SetupCall, setupCall } from '../protocol/setup.ts';
import {
  type HttpError,
  type LoginReply,
  type OidcStartReply,
  type RenewRequest,
  SESSION_HEADERS,
} from '../protocol/wire.ts';
import { diagnose } from './browser-diagnosis.ts';
import { openBrowserKey } from './browser-key.ts';

const WINDOW_KEY = 'rostrum.window.v1';
const PENDING_KEY = 'rostrum.pending.v1';
const CALL_MS_MAX = 15_000;
/** A timer that comes this late has slept. */
const ASLEEP_MS = 12_000;
const WAKE_LOOK_MS = 3_000;

export class BridgeError extends Error {
  readonly code: string;
  constructor(code: string, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}

export async function openBrowserBridge(): Promise<DeskBridge> {
  const windowId = windowName();
  const key = await openBrowserKey(windowId);
  const pendingKey = `${PENDING_KEY}.${windowId}`;
  let cameBackFrom = takeReturn();
  let offsetMs = 0;
  let signedAt = 0;
  let servers: readonly string[] = [];

  const post = (path: string, body: unknown) => call({ method: 'POST', path, body }, {});
  const call = async (asked: SetupCall, headers: Readonly<Record<string, string>>): Promise<unknown> => {
    const sent =
      asked.method === 'GET'
        ? { headers }
        : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(asked.body) };
    const reply = await fetch(asked.path, {
      method: asked.method,
      ...sent,
      signal: AbortSignal.timeout(CALL_MS_MAX),
    }).catch(() => {
      throw new BridgeError('door-unreachable', 'The house does not answer. Check the network, then try again.');
    });
    const dateMs = Date.parse(reply.headers.get('date') ?? '');
    if (!Number.isNaN(dateMs)) offsetMs = dateMs + 500 - Date.now();
    const value: unknown = await reply.json().catch(() => null);
    if (reply.ok) return value;
    const error = (value as HttpError | null)?.error;
    throw new BridgeError(
      error?.code ?? 'door-refused',
      error?.message ?? `The house refused with HTTP ${reply.status}.`,
    );
  };
  const cameIn = (value: unknown): LoginReply => {
    const reply = value as LoginReply;
    ({ servers } = reply);
    return reply;
  };
  /** Signed with the house's time, so that a wrong clock locks nobody out. */
  const proof = async (jwt: string): Promise<RenewRequest> => {
    // A signature counts once, so no two of them are of the same moment.
    const at = Math.max(signedAt + 1, Math.round(Date.now() + offsetMs));
    signedAt = at;
    return { jwt, at, signature: await key.sign(`${jwt}.${at}`) };
  };

  return {
    platform: async () => ({ kind: 'browser', version: '', keyIsSealed: false, house: location.origin }),
    publicKey: async () => key.publicKey,
    sign: key.sign,
    login: async (request) => cameIn(await post('/v1/login', { ...request, publicKey: key.publicKey })),
    renew: async (jwt) => cameIn(await post('/v1/renew', await proof(jwt))),
    logout: async (jwt) => void (await post('/v1/logout', await proof(jwt))),
    async provider(step) {
      const { publicKey } = key;
      if (step === 'back') {
        const callbackUrl = cameBackFrom;
        cameBackFrom = null;
        return callbackUrl === null ? null : cameIn(await post('/v1/oidc/finish', { publicKey, callbackUrl }));
      }
      const { url } = (await post('/v1/oidc/start', {
        publicKey,
        redirectUri: `${location.origin}/`,
      })) as OidcStartReply;
      location.assign(url);
      return null;
    },
    async setup(jwt, request) {
      const { at, signature } = await proof(jwt);
      return call(setupCall(request), {
        [SESSION_HEADERS.jwt]: jwt,
        [SESSION_HEADERS.at]: String(at),
        [SESSION_HEADERS.signature]: signature,
      });
    },
    async notify(title, body, sale, lot) {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      const note = new Notification(title, { body, tag: `${sale}/${lot}` });
      note.onclick = () => {
        window.focus();
        location.hash = `#/${sale}/${lot}`;
      };
    },
    async save(name, text) {
      const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
      const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      return true;
    },
    copy: (text) => navigator.clipboard.writeText(text),
    async openExternal(url) {
      if (!url.startsWith('https://')) return false;
      window.open(url, '_blank', 'noopener,noreferrer');
      return true;
    },
    async pending() {
      try {
        const ids: unknown = JSON.parse(localStorage.getItem(pendingKey) ?? '[]');
        return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
      } catch {
        return [];
      }
    },
    async keepPending(ids) {
      localStorage.setItem(pendingKey, JSON.stringify(ids));
      // The first bid is a press, which is when a browser lets a page ask.
      if (ids.length > 0 && 'Notification' in window && Notification.permission === 'default')
        void Notification.requestPermission();
    },
    diagnose: () => diagnose(servers),
    openLogFile: async () => null,
    openDroppedLog: () => Promise.reject(noFiles()),
    reviewFile: () => Promise.reject(noFiles()),
    onSystem,
  };
}

/** The address with which a provider sent this page back, which is then taken out of sight and of the history; null for any other. */
function takeReturn(): string | null {
  const asked = new URLSearchParams(location.search);
  if (!asked.has('state') || !(asked.has('code') || asked.has('error'))) return null;
  const { href } = location;
  history.replaceState(null, '', location.pathname + location.hash);
  return href;
}

function noFiles(): BridgeError {
  return new BridgeError('no-files', 'A browser opens no log files; use the desktop app.');
}

function windowName(): string {
  const known = sessionStorage.getItem(WINDOW_KEY);
  if (known !== null) return known;
  const id = crypto.randomUUID();
  sessionStorage.setItem(WINDOW_KEY, id);
  return id;
}

/** A page is not told of sleep; a timer that comes far too late, or a network that is back, says the same. */
function onSystem(listener: (word: SystemWord) => void): () => void {
  let lookedAtMs = Date.now();
  const look = setInterval(() => {
    const now = Date.now();
    if (now - lookedAtMs > ASLEEP_MS && !document.hidden) listener({ type: 'resume' });
    lookedAtMs = now;
  }, WAKE_LOOK_MS);
  const online = () => listener({ type: 'resume' });
  const link = () => {
    const [, sale, lot] = location.hash.split('/');
    if (sale !== undefined && lot !== undefined) listener({ type: 'open-lot', sale, lot });
  };
  window.addEventListener('online', online);
  window.addEventListener('hashchange', link);
  return () => {
    clearInterval(look);
    window.removeEventListener('online', online);
    window.removeEventListener('hashchange', link);
  };
}
