import { expect, test } from 'vitest';
import type { DeskBridge } from '../../protocol/bridge.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import type { FeedOrder } from '../feed/words.ts';
import { createLink } from './link.ts';
import { createSale } from './sale.ts';
import type { NamedSale } from './sales.ts';
import { createSessions } from './session.ts';

const named = (id: string): NamedSale => ({ id, title: `Sale ${id}` });

const reply: LoginReply = {
  jwt: 'first',
  expiresAt: 1,
  servers: ['ws://house'],
  user: { id: 'anna', role: 'bidder', name: 'Anna', paddle: '101' },
};

/** A bridge of the test's own; `renew` and `login` do what the test says. */
function stage(kept: Record<string, string> = {}) {
  const memory = new Map(Object.entries(kept));
  const orders: FeedOrder[] = [];
  const later: (() => void)[] = [];
  const house = {
    login: async (): Promise<LoginReply> => reply,
    renew: async (_jwt: string): Promise<LoginReply> => ({ ...reply, jwt: 'second' }),
    provider: async (_step: 'go' | 'back'): Promise<LoginReply | null> => null,
    sales: async (): Promise<readonly NamedSale[]> => ['s1', 's2'].map(named),
    publicKey: 'UKEY',
  };
  const bridge = {
    platform: async () => ({ kind: 'browser', version: '1', keyIsSealed: false, house: 'here' }),
    publicKey: async () => house.publicKey,
    login: () => house.login(),
    renew: (jwt: string) => house.renew(jwt),
    provider: (step: 'go' | 'back') => house.provider(step),
    logout: async () => undefined,
    sign: async (text: string) => {
      if (text === 'unsignable') throw new Error('no key');
      return `signed ${text}`;
    },
  } as unknown as DeskBridge;
  const link = createLink();
  const sale = createSale();
  let outs = 0;
  const sessions = createSessions({
    bridge,
    feed: { send: (order) => void orders.push(order), hear: () => undefined },
    link,
    sale,
    passes: {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
    },
    sales: () => house.sales(),
    later: (run) => later.push(run),
    onOut: () => {
      outs += 1;
    },
  });
  const types = () => orders.map(({ type }) => type);
  return { sessions, link, sale, orders, types, memory, house, later, outs: () => outs };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const keptPass = { 'rostrum.pass.v1': JSON.stringify({ ...reply, publicKey: 'UKEY' }) };

test('signing in opens the feed and sits down in the first sale', async () => {
  const { sessions, link, orders, memory } = stage();
  await sessions.signIn('anna', 'x');
  await settled();
  expect(link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'first', publicKey: 'UKEY' } });
  expect(orders).toMatchObject([{ type: 'open' }, { type: 'watch', sale: 's1' }]);
  expect(memory.size).toBe(1);
});

test('a reload sits down in the sale of before, as long as the house has it; who signs in anew sits in the first', async () => {
  const { sessions, sale, orders, memory } = stage();
  await sessions.signIn('anna', 'x');
  await settled();
  sale.setState({ saleId: 's2' });
  const kept = Object.fromEntries(memory);
  const watched = async (seat: ReturnType<typeof stage>) => {
    await seat.sessions.start();
    await settled();
    return seat.orders.find(({ type }) => type === 'watch');
  };
  expect(await watched(stage(kept))).toEqual({ type: 'watch', sale: 's2' });
  const gone = stage(kept);
  gone.house.sales = async () => [named('s1')];
  expect(await watched(gone)).toEqual({ type: 'watch', sale: 's1' });
  await sessions.signOut();
  sale.setState({ saleId: null });
  await sessions.signIn('ben', 'x');
  await settled();
  expect(orders.at(-1)).toEqual({ type: 'watch', sale: 's1' });
});

test('a house without a sale is asked again until it names one', async () => {
  const { sessions, types, house, later } = stage();
  house.sales = async () => [];
  await sessions.signIn('anna', 'x');
  await settled();
  expect(types()).toEqual(['open']);
  house.sales = async () => [named('s9')];
  later.shift()?.();
  await settled();
  expect(types()).toEqual(['open', 'watch']);
});

test('a sale that is published later is in the list with the next renewal, which moves nobody; no answer changes nothing', async () => {
  const { sessions, sale, types, house } = stage();
  await sessions.signIn('anna', 'x');
  await settled();
  sale.setState({ saleId: 's1' });
  const ids = async () => {
    await sessions.renew();
    await settled();
    return sale.getState().sales.map(({ id }) => id);
  };
  house.sales = async () => [named('s9'), named('s1')];
  expect(await ids()).toEqual(['s9', 's1']);
  house.sales = async () => {
    throw new Error('away');
  };
  expect(await ids()).toEqual(['s9', 's1']);
  expect(types()).toEqual(['open', 'watch', 'renewed', 'renewed']);
});

test('a refused sign-in says why in a sentence and leaves nothing behind', async () => {
  const { sessions, link, types, memory, house } = stage();
  house.login = async () => {
    throw new Error('unauthorised: The password is wrong.');
  };
  await sessions.signIn('anna', 'x');
  expect(link.getState().session).toEqual({ phase: 'out', busy: false, error: 'The password is wrong.' });
  expect(types()).toEqual([]);
  expect(memory.size).toBe(0);
});

test('a reload takes the session up again by its key, and not by another key', async () => {
  const own = stage(keptPass);
  await own.sessions.start();
  expect(own.link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'second' } });
  const foreign = stage(keptPass);
  foreign.house.publicKey = 'UOTHER';
  await foreign.sessions.start();
  expect(foreign.link.getState().session).toMatchObject({ phase: 'out', error: null });
  expect(foreign.memory.size).toBe(0);
});

test('a page that is loaded anew while the house is away keeps its session and asks again, until somebody signs in anew', async () => {
  const { sessions, link, memory, house, later, types } = stage(keptPass);
  house.renew = async () => {
    throw new Error('door-unreachable: The house does not answer.');
  };
  await sessions.start();
  expect(link.getState().session).toEqual({ phase: 'starting', why: 'The house does not answer.' });
  expect(memory.size).toBe(1);
  house.renew = async () => ({ ...reply, jwt: 'second' });
  later.shift()?.();
  await settled();
  expect(link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'second' } });
  expect(types()[0]).toBe('open');

  const other = stage(keptPass);
  other.house.renew = async () => {
    throw new Error('door-unreachable: The house does not answer.');
  };
  await other.sessions.start();
  await other.sessions.signOut();
  other.house.renew = async () => ({ ...reply, jwt: 'second' });
  other.later.shift()?.();
  await settled();
  expect(other.link.getState().session).toMatchObject({ phase: 'out', error: null });
  expect(other.memory.size).toBe(0);
});

test('a renewal that could not reach the house is tried again; one that was refused ends the session', async () => {
  const { sessions, link, orders, house, outs } = stage();
  await sessions.signIn('anna', 'x');
  await settled();
  house.renew = async () => {
    throw new Error('unreachable: The house does not answer.');
  };
  await sessions.renew();
  expect(orders.at(-1)).toEqual({ type: 'renew-failed', reason: 'The house does not answer.' });
  expect(link.getState().session.phase).toBe('in');
  house.renew = async () => {
    throw new Error('unauthorised: The user is gone.');
  };
  await sessions.renew();
  expect(link.getState().session).toMatchObject({
    phase: 'out',
    error: expect.stringMatching(/^The house has ended this session/),
  });
  expect(orders.at(-1)).toEqual({ type: 'close' });
  expect(outs()).toBe(1);
});

test('who was told that he is suspended reads that at the door, which says it to nobody', async () => {
  const { sessions, link, sale, house } = stage();
  await sessions.signIn('anna', 'x');
  await settled();
  sale.setState({ notices: [{ type: 'suspended', seq: 2, at: 2, reason: 'Unpaid invoice' }] });
  house.renew = async () => {
    throw new Error('unauthorised: The user is gone.');
  };
  await sessions.renew();
  expect(link.getState().session).toMatchObject({
    phase: 'out',
    error: 'You are suspended (Unpaid invoice). Speak to the house.',
  });
});

test('a key that does not sign is said to the feed, so that it does not wait', async () => {
  const { sessions, orders } = stage();
  await sessions.sign(1, 'nonce');
  await sessions.sign(2, 'unsignable');
  expect(orders).toEqual([
    { type: 'signed', ticket: 1, signature: 'signed nonce' },
    { type: 'signed', ticket: 2, signature: null },
  ]);
});

test('a page that came back from the provider is signed in, and what the provider said no to is told', async () => {
  const { sessions, house, link, types } = stage(keptPass);
  house.provider = async (step) => (step === 'back' ? { ...reply, jwt: 'by provider' } : null);
  await sessions.start();
  expect(link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'by provider' } });
  expect(types()).toContain('open');
  const refused = stage();
  refused.house.provider = () =>
    Promise.reject(new Error('oidc-refused: The provider did not confirm this sign-in; begin again.'));
  await refused.sessions.start();
  const error = 'The provider did not confirm this sign-in; begin again.';
  expect(refused.link.getState().session).toEqual({ phase: 'out', busy: false, error });
});

test('a sign-in at the provider leaves the password free, and does not take the seat of who used it', async () => {
  const { sessions, house, link } = stage();
  await sessions.start();
  let back: (reply: LoginReply) => void = () => undefined;
  house.provider = () =>
    new Promise((resolve) => {
      back = resolve;
    });
  const elsewhere = sessions.signInElsewhere();
  expect(link.getState().session).toEqual({ phase: 'out', busy: false, error: null });
  await sessions.signIn('anna', 'x');
  back({ ...reply, jwt: 'by provider' });
  await elsewhere;
  expect(link.getState().session).toMatchObject({ phase: 'in', pass: { jwt: 'first' } });
});
