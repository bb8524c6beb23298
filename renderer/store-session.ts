/** Signing in, staying in and signing out. The key never comes here: the bridge signs. Knows no view. */
import type { DeskBridge } from '../protocol/bridge.ts';
import type { LoginReply } from '../protocol/wire.ts';
import type { FeedPort } from './feed-port.ts';
import type { Pass } from './feed-words.ts';
import type { LinkStore } from './store-link.ts';
import type { Storage } from './store-prefs.ts';

/** Survives a reload of the page, not the closing of its tab; useless without the desk's key. */
const PASS_KEY = 'rostrum.pass.v1';

export type Sessions = {
  /** Takes up the session that a reload interrupted, when key and pass are still there. */
  readonly start: () => Promise<void>;
  readonly signIn: (user: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly renew: () => Promise<void>;
  readonly sign: (ticket: number, text: string) => Promise<void>;
};

type Parts = {
  readonly bridge: DeskBridge;
  readonly feed: FeedPort;
  readonly link: LinkStore;
  readonly storage: Storage;
  readonly wallMs: () => number;
  readonly onOut: () => void;
};

export function createSessions({ bridge, feed, link, storage, wallMs, onOut }: Parts): Sessions {
  const out = (error: string | null) => {
    storage.removeItem(PASS_KEY);
    feed.send({ type: 'close' });
    link.setState({
      session: { phase: 'out', busy: false, error },
      connection: { state: 'offline', why: 'signed-out' },
    });
    onOut();
  };

  const enter = async (reply: LoginReply, order: 'open' | 'renewed') => {
    const pass: Pass = { ...reply, publicKey: await bridge.publicKey() };
    storage.setItem(PASS_KEY, JSON.stringify(pass));
    link.setState({ session: { phase: 'in', pass } });
    feed.send({ type: order, pass });
  };

  return {
    async start() {
      link.setState({ platform: await bridge.platform() });
      const pass = storedPass(storage);
      const mine = pass !== null && pass.publicKey === (await bridge.publicKey());
      if (pass === null || !mine || pass.expiresAt <= wallMs()) {
        link.setState({ session: { phase: 'out', busy: false, error: null } });
        return;
      }
      link.setState({ session: { phase: 'in', pass } });
      feed.send({ type: 'open', pass });
    },
    async signIn(user, password) {
      link.setState({ session: { phase: 'out', busy: true, error: null } });
      try {
        await enter(await bridge.login({ user, password }), 'open');
      } catch (cause) {
        link.setState({ session: { phase: 'out', busy: false, error: sentence(cause) } });
      }
    },
    async signOut() {
      const { session } = link.getState();
      if (session.phase === 'in') await bridge.logout(session.pass.jwt).catch(() => undefined);
      out(null);
    },
    async renew() {
      const { session } = link.getState();
      if (session.phase !== 'in') return;
      try {
        await enter(await bridge.renew(session.pass.jwt), 'renewed');
      } catch (cause) {
        if (session.pass.expiresAt <= wallMs()) out('The session is over. Sign in again.');
        else feed.send({ type: 'renew-failed', reason: sentence(cause) });
      }
    },
    async sign(ticket, text) {
      const signature = await bridge.sign(text).catch(() => null);
      feed.send({ type: 'signed', ticket, signature });
    },
  };
}

function storedPass(storage: Storage): Pass | null {
  try {
    return JSON.parse(storage.getItem(PASS_KEY) ?? 'null') as Pass | null;
  } catch {
    return null;
  }
}

function sentence(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : 'The house could not be reached.';
}
