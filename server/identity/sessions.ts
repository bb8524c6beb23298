/** Issues, proves and revokes sessions: short NATS JWTs for the desks' own keys. Pushing revocations to nats-server is a plain argument. */

import { permissionsOf } from '../../protocol/subjects.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import type { Connected } from '../door/connections.ts';
import { issuersOf, type Revocations, readUserJwt, saidBy, userJwt } from '../nats/claims.ts';
import type { HouseKeys } from '../nats/keys.ts';
import { createIssued, thisSecond } from './issued.ts';
import type { Holder, RevocationStore } from './revocations.ts';
import { type SignedRequest, signatureGuard } from './signature.ts';
import type { User, Users } from './users.ts';

export type Session = { readonly user: User; readonly publicKey: string; readonly expiresAt: number };

/** Who has connected, as nats-server says. */
export type Arrival = Connected & { readonly jwt: string };

export type Sessions = {
  /** Null for one who has been suspended or sent out meanwhile. */
  issue(user: User, publicKey: string): Promise<LoginReply | null>;
  /** The session that a signed request proves; null when it proves none, the milliseconds to wait for one who asks too fast. */
  prove(request: SignedRequest): Session | number | null;
  /** Voids what was issued to this person for this key until now, and nothing that another has for it. */
  end(session: Pick<Session, 'user' | 'publicKey'>): Promise<void>;
  /** Voids everything that was issued to this person until now. With `stays`, the connection of this key goes on until a later JWT takes its place. */
  revokeUser(id: string, stays?: string): Promise<void>;
  /** Many at once, for the price of one push: it makes nats-server check the JWT of everybody who is connected. */
  revokeUsers(ids: readonly string[]): Promise<void>;
  /** The same without a push, where nats-server can drop a connection: whoever comes back with what he had is dropped as he arrives. */
  cutOff(ids: readonly string[]): Promise<void>;
  /** Sends him out whose key nobody knew when he was to be sent out. */
  arrived(arrival: Arrival): Promise<void>;
};

export type SessionOptions = {
  readonly keys: HouseKeys;
  readonly users: Users;
  readonly servers: readonly string[];
  readonly lifeMs: number;
  readonly replayWindowMs: number;
  /** Counts a request of this user: 0, or milliseconds until he may come again. */
  readonly waitMs: (user: string) => number;
  readonly revoked: RevocationStore;
  readonly push: (revocations: Revocations) => Promise<void>;
  /** With what these users are connected: some of it may have been issued before this house started. */
  readonly connected: (users: ReadonlySet<string>) => readonly Connected[];
  /** Resolves within a moment: what was said before has been handed on to whom it was said. */
  readonly handedOn: () => Promise<void>;
  /** False where nats-server can drop no connection by itself. */
  readonly drop: (connections: readonly number[]) => boolean;
};

const SIGNATURES_KEPT_MAX = 100_000;

export function openSessions(options: SessionOptions): Sessions {
  const { keys, users, revoked, lifeMs } = options;
  const guard = signatureGuard(options.replayWindowMs, SIGNATURES_KEPT_MAX);
  const issued = createIssued();
  const push = shared(() => options.push(revoked.all()));

  /**
   * nats-server is told for each key the last second in which something was issued to these people, and not the present one: what was
   * issued later for the same key is of somebody else who has sat down at that desk. It hears of it with the next push.
   */
  function noteKeys(holders: readonly Required<Holder>[]): void {
    const lasts = new Map<string, number>();
    for (const { user, publicKey } of holders)
      lasts.set(publicKey, Math.max(issued.last(user, publicKey), lasts.get(publicKey) ?? 0));
    revoked.addKeys(lasts);
  }

  async function voidKeys(holders: readonly Required<Holder>[]): Promise<void> {
    noteKeys(holders);
    await Promise.all([push(), revoked.settled()]);
  }

  /** What these people have, by this house or one before it. */
  function holdersOf(ids: readonly string[]): readonly Required<Holder>[] {
    return [...ids.flatMap((id) => issued.of(id)), ...options.connected(new Set(ids))];
  }

  const drop = (some: readonly Connected[]) => options.drop(some.map(({ connection }) => connection));
  const sendOut = (holders: readonly Holder[]) => revoked.addHolders(holders, thisSecond());

  async function revokeUsers(ids: readonly string[]): Promise<void> {
    sendOut(ids.map((user) => ({ user })));
    await voidKeys(holdersOf(ids));
  }

  return {
    async issue(user, publicKey) {
      const sentOut = revoked.of(user.id, publicKey);
      for (;;) {
        // A JWT's age is told in whole seconds: one issued in the second of a revocation would be void from the start, and one issued in
        // the same second as another's for the same key would share the other's end.
        await untilAfterSecond(
          Math.max(sentOut ?? 0, revoked.at(publicKey) ?? 0, issued.lastToOthers(user.id, publicKey)),
        );
        // He was looked up before his password was checked, or before the wait.
        if (users.find(user.id)?.suspended !== false) return null;
        const expiresAt = Math.floor((Date.now() + lifeMs) / 1_000);
        const sales = user.sales.includes('*') ? ['*'] : user.sales;
        const jwt = await userJwt(keys, user.id, publicKey, permissionsOf(user.id, user.role, sales), expiresAt);
        // Sent out during the wait or the signing: what nobody has seen is not given out, and needs no revocation.
        if ((revoked.of(user.id, publicKey) ?? 0) > (sentOut ?? 0)) return null;
        const second = saidBy(jwt).iat;
        if (second <= Math.max(revoked.at(publicKey) ?? 0, issued.lastToOthers(user.id, publicKey))) continue;
        issued.note(user.id, publicKey, second, expiresAt);
        return {
          jwt,
          expiresAt: expiresAt * 1_000,
          servers: options.servers,
          user: { id: user.id, role: user.role, name: user.name, paddle: user.paddle },
        };
      }
    },
    prove(request) {
      const claims = readUserJwt(request.jwt, issuersOf(keys));
      if (claims === null) return null;
      if (claims.exp * 1_000 <= Date.now()) return null;
      if (claims.iat <= (revoked.of(claims.name, claims.sub) ?? 0)) return null;
      const user = users.find(claims.name);
      if (user === null || user.suspended) return null;
      const accepted = guard.accept(claims.sub, request, Date.now(), () => options.waitMs(user.id));
      if (accepted === 'bad') return null;
      if (accepted !== 'good') return accepted;
      return { user, publicKey: claims.sub, expiresAt: claims.exp * 1_000 };
    },
    async end({ user, publicKey }) {
      const holder = { user: user.id, publicKey };
      sendOut([holder]);
      await voidKeys([holder]);
    },
    async revokeUser(id, stays) {
      sendOut([{ user: id }]);
      const isOut = ({ publicKey }: { readonly publicKey: string }) => publicKey !== stays;
      const connected = options.connected(new Set([id])).filter(isOut);
      noteKeys(holdersOf([id]).filter(isOut));
      // So that he reads why: what is issued and who comes meanwhile is no matter of this.
      await options.handedOn();
      drop(connected);
      await Promise.all([push(), revoked.settled()]);
    },
    revokeUsers,
    async cutOff(ids) {
      if (!drop(options.connected(new Set(ids)))) return revokeUsers(ids);
      sendOut(ids.map((user) => ({ user })));
      noteKeys(holdersOf(ids));
      await revoked.settled();
    },
    async arrived({ user, publicKey, jwt, connection }) {
      const sentOut = users.find(user)?.suspended === true ? Number.POSITIVE_INFINITY : revoked.of(user, publicKey);
      if (sentOut === undefined) return;
      const second = saidBy(jwt).iat;
      if (second > sentOut) return;
      options.drop([connection]);
      // Who was cut off comes back as often as he likes, and nobody else is checked for it.
      if (second <= (revoked.at(publicKey) ?? 0)) return;
      revoked.addKeys(new Map([[publicKey, second]]));
      await Promise.all([push(), revoked.settled()]);
    },
  };
}

async function untilAfterSecond(second: number): Promise<void> {
  const waitMs = (second + 1) * 1_000 - Date.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

/** Calls that come while one runs share the next: a room that signs out together is one push, or two. */
function shared(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = () => {
    next = null;
    running = run().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
