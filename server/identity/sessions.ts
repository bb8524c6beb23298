/** Issues, proves and revokes sessions: short NATS JWTs for the desks' own keys. Pushing revocations to nats-server is a plain argument. */
import { permissionsOf } from '../../protocol/subjects.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import { issuersOf, type Revocations, readUserJwt, userJwt } from '../nats/claims.ts';
import type { HouseKeys } from '../nats/keys.ts';
import type { RevocationStore } from './revocations.ts';
import { type SignedRequest, signatureGuard } from './signature.ts';
import type { User, Users } from './users.ts';

export type Session = { readonly user: User; readonly publicKey: string; readonly expiresAt: number };

export type Sessions = {
  /** Null for one who has been suspended meanwhile. */
  issue(user: User, publicKey: string): Promise<LoginReply | null>;
  /** The session that a signed request proves; null when it proves none, the milliseconds to wait for one who asks too fast. */
  prove(request: SignedRequest): Session | number | null;
  /** Voids everything that was issued to these keys until now. */
  revokeKeys(publicKeys: readonly string[]): Promise<void>;
  revokeUser(id: string): Promise<void>;
  /** Many at once, for the price of one push: it makes nats-server check the JWT of everybody who is connected. */
  revokeUsers(ids: readonly string[]): Promise<void>;
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
  /** The keys with which these users are connected: some may have been issued before this house started. */
  readonly connectedKeys: (users: ReadonlySet<string>) => Promise<readonly string[]>;
};

const SIGNATURES_KEPT_MAX = 100_000;

export function openSessions(options: SessionOptions): Sessions {
  const { keys, users, revoked, lifeMs } = options;
  const guard = signatureGuard(options.replayWindowMs, SIGNATURES_KEPT_MAX);
  const issued = new Map<string, Map<string, number>>();

  async function revoke(publicKeys: readonly string[]): Promise<void> {
    revoked.add(publicKeys, Math.floor(Date.now() / 1_000));
    await Promise.all([options.push(revoked.all()), revoked.settled()]);
  }

  return {
    async issue(user, publicKey) {
      // A JWT's age is told in whole seconds: one issued in the second of a revocation would be void from the start.
      const revokedAt = revoked.at(publicKey);
      if (revokedAt !== undefined) await untilAfterSecond(revokedAt);
      // He was looked up before his password was checked, or before the wait.
      if (users.find(user.id)?.suspended !== false) return null;
      const expiresAt = Math.floor((Date.now() + lifeMs) / 1_000);
      const sales = user.sales.includes('*') ? ['*'] : user.sales;
      // Before it is signed: a suspension from now on knows the key.
      remember(issued, user.id, publicKey, expiresAt);
      const jwt = await userJwt(keys, user.id, publicKey, permissionsOf(user.id, user.role, sales), expiresAt);
      return {
        jwt,
        expiresAt: expiresAt * 1_000,
        servers: options.servers,
        user: { id: user.id, role: user.role, name: user.name, paddle: user.paddle },
      };
    },
    prove(request) {
      const claims = readUserJwt(request.jwt, issuersOf(keys));
      if (claims === null) return null;
      if (claims.exp * 1_000 <= Date.now()) return null;
      const revokedAt = revoked.at(claims.sub);
      if (revokedAt !== undefined && claims.iat <= revokedAt) return null;
      const user = users.find(claims.name);
      if (user === null || user.suspended) return null;
      const accepted = guard.accept(claims.sub, request, Date.now(), () => options.waitMs(user.id));
      if (accepted === 'bad') return null;
      if (accepted !== 'good') return accepted;
      return { user, publicKey: claims.sub, expiresAt: claims.exp * 1_000 };
    },
    revokeKeys: revoke,
    async revokeUser(id) {
      // Those that are known first: they drop at once.
      const known = new Set(issued.get(id)?.keys());
      await revoke([...known]);
      const others = (await options.connectedKeys(new Set([id]))).filter((key) => !known.has(key));
      if (others.length > 0) await revoke(others);
    },
    async revokeUsers(ids) {
      const known = ids.flatMap((id) => [...(issued.get(id)?.keys() ?? [])]);
      // A house that just started did not issue them all.
      const strangers = new Set(ids.filter((id) => !issued.has(id)));
      const connected = strangers.size > 0 ? await options.connectedKeys(strangers) : [];
      await revoke([...known, ...connected]);
    },
  };
}

function remember(issued: Map<string, Map<string, number>>, id: string, publicKey: string, expiresAt: number): void {
  const now = Date.now() / 1_000;
  const keys = issued.get(id) ?? new Map<string, number>();
  for (const [key, until] of keys) if (until < now) keys.delete(key);
  keys.set(publicKey, expiresAt);
  issued.set(id, keys);
}

async function untilAfterSecond(second: number): Promise<void> {
  const waitMs = (second + 1) * 1_000 - Date.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
