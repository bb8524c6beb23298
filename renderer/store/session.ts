/** Signing in, staying in and signing out. The key never comes here: the bridge signs. Knows no view. */
import type { DeskBridge } from '../../protocol/bridge.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import type { FeedPort } from '../feed/port.ts';
import type { Pass } from '../feed/words.ts';
import type { LinkStore } from './link.ts';
import type { Storage } from './prefs.ts';
import type { SaleState, SaleStore } from './sale.ts';
import type { NamedSale } from './sales.ts';

/** Survives a reload of the page, not the closing of its tab; useless without the desk's key. */
const PASS_KEY = 'rostrum.pass.v1';
/** The same of the sale that was sat in. */
const SALE_KEY = 'rostrum.sale.v1';

const SALES_AGAIN_MS = 2_000;
const RESUME_AGAIN_MS = 3_000;

export type Sessions = {
  /** Takes up the session that a reload interrupted, when key and pass are still there. */
  readonly start: () => Promise<void>;
  readonly signIn: (user: string, password: string) => Promise<void>;
  /** At the house's provider. */
  readonly signInElsewhere: () => Promise<void>;
  /** Null when it holds, else why it does not. The other desks of this person are signed out by it. */
  readonly changePassword: (password: string, newPassword: string) => Promise<string | null>;
  readonly signOut: () => Promise<void>;
  readonly renew: () => Promise<void>;
  readonly sign: (ticket: number, text: string) => Promise<void>;
};

type Parts = {
  readonly bridge: DeskBridge;
  readonly feed: FeedPort;
  readonly link: LinkStore;
  /** Of this window only: it survives a reload, not the closing. */
  readonly passes: Storage;
  readonly sales: () => Promise<readonly NamedSale[]>;
  readonly sale: SaleStore;
  readonly later: (run: () => void, ms: number) => unknown;
  readonly onOut: () => void;
};

export function createSessions({ bridge, feed, link, passes, sales, sale, later, onOut }: Parts): Sessions {
  sale.subscribe(({ saleId }, before) => {
    if (saleId !== null && saleId !== before.saleId) passes.setItem(SALE_KEY, saleId);
  });

  const out = (error: string | null) => {
    passes.removeItem(PASS_KEY);
    passes.removeItem(SALE_KEY);
    feed.send({ type: 'close' });
    link.setState({
      session: { phase: 'out', busy: false, error },
      connection: { state: 'offline', why: 'signed-out' },
    });
    onOut();
  };

  const enter = async (reply: LoginReply, order: 'open' | 'renewed') => {
    const pass: Pass = { ...reply, publicKey: await bridge.publicKey() };
    passes.setItem(PASS_KEY, JSON.stringify(pass));
    link.setState({ session: { phase: 'in', pass } });
    feed.send({ type: order, pass });
    void (order === 'open' ? sit() : lookAround());
  };

  /** Takes the seat of before a reload, else one in the sale that runs; asked again until the house names one. */
  const sit = async (): Promise<void> => {
    const found = await sales().catch(() => []);
    if (link.getState().session.phase !== 'in' || sale.getState().saleId !== null) return;
    sale.setState({ sales: found });
    const kept = passes.getItem(SALE_KEY);
    const seat = found.find(({ id }) => id === kept) ?? found[0];
    if (seat !== undefined) feed.send({ type: 'watch', sale: seat.id });
    else later(() => void sit(), SALES_AGAIN_MS);
  };

  /** A sale that was published or ended meanwhile: with every renewal, so that the list is some minutes old at most. */
  const lookAround = async (): Promise<void> => {
    const found = await sales().catch(() => []);
    if (found.length > 0 && link.getState().session.phase === 'in') sale.setState({ sales: found });
  };

  /** True when that has been answered, with yes or no; null is for a page that is about to leave, or came from nowhere. */
  const take = async (asked: () => Promise<LoginReply | null>): Promise<boolean> => {
    const isIn = () => link.getState().session.phase === 'in';
    try {
      const reply = await asked();
      if (reply === null) return false;
      // Who came in by another way meanwhile has his seat.
      if (!isIn()) await enter(reply, 'open');
    } catch (cause) {
      const error = sentence(cause);
      if (link.getState().session.phase === 'starting') out(error);
      else if (!isIn()) link.setState({ session: { phase: 'out', busy: false, error } });
    }
    return true;
  };

  /** A page that is loaded anew while the house is away waits for it: its session may well stand. */
  const takeUp = async (pass: Pass): Promise<void> => {
    try {
      const reply = await bridge.renew(pass.jwt);
      if (isStarting()) await enter(reply, 'open');
    } catch (cause) {
      if (!isStarting()) return;
      if (isFinal(cause)) return out(null);
      link.setState({ session: { phase: 'starting', why: sentence(cause) } });
      later(() => isStarting() && void takeUp(pass), RESUME_AGAIN_MS);
    }
  };
  const isStarting = () => link.getState().session.phase === 'starting';

  return {
    async start() {
      link.setState({ platform: await bridge.platform() });
      if (await take(() => bridge.provider('back'))) return;
      const pass = storedPass(passes);
      if (pass === null || pass.publicKey !== (await bridge.publicKey())) return out(null);
      await takeUp(pass);
    },
    async signIn(user, password) {
      link.setState({ session: { phase: 'out', busy: true, error: null } });
      await take(() => bridge.login({ user, password }));
    },
    async signInElsewhere() {
      // It may take minutes, in which a password is as good: the desk is not busy.
      link.setState({ session: { phase: 'out', busy: false, error: null } });
      await take(() => bridge.provider('go'));
    },
    async changePassword(password, newPassword) {
      const { session } = link.getState();
      if (session.phase !== 'in') return 'Sign in first.';
      try {
        await enter(await bridge.login({ user: session.pass.user.id, password, newPassword }), 'renewed');
        return null;
      } catch (cause) {
        return sentence(cause);
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
        if (isFinal(cause)) out(endWords(sale.getState()));
        else feed.send({ type: 'renew-failed', reason: sentence(cause) });
      }
    },
    async sign(ticket, text) {
      const signature = await bridge.sign(text).catch(() => null);
      feed.send({ type: 'signed', ticket, signature });
    },
  };
}

/** What the house does not say at its door, it may have said to this person before. */
function endWords({ notices }: SaleState): string {
  const word = notices.find(({ type }) => type === 'suspended' || type === 'reinstated');
  if (word?.type === 'suspended') return `You are suspended (${word.reason}). Speak to the house.`;
  return 'The house has ended this session. Sign in again; if you are refused, speak to the house.';
}

function storedPass(storage: Storage): Pass | null {
  try {
    return JSON.parse(storage.getItem(PASS_KEY) ?? 'null') as Pass | null;
  } catch {
    return null;
  }
}

/** A failed call of the bridge reads `code: sentence`; a person gets the sentence. */
function sentence(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : '';
  return text.replace(/^[a-z][a-z-]*: /, '') || 'The house could not be reached.';
}

/** The house itself said no: asking again would not help. */
function isFinal(cause: unknown): boolean {
  return cause instanceof Error && /^(unauthorised|malformed)\b/.test(cause.message);
}
