/** Issues, proves and revokes sessions: short NATS JWTs for the desks' own keys. Pushing revocations to nats-server is a plain argument. */
import { permissionsOf } from '../../protocol/subjects.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import { issuersOf, type Revocations, readUserJwt, userJwt } from '../nats/claims.ts';
import type { HouseKeys } from '../nats/keys.ts';
import { type SignedRequest, signatureGuard } from './signature.ts';
import type { User, Users } from './users.ts';

export type Session = { readonly user: User; readonly publicKey: string; readonly expiresAt: number };

export type Sessions = {
  issue(user: User, publicKey: string): Promise<LoginReply>;
  /** The session that a signed request proves; null when it proves none. */
  prove(request: SignedRequest): Session | null;
  /** Voids everything that was issued to these keys until now. */
  revokeKeys(publicKeys: readonly string[]): Promise<void>;
  revokeUser(id: string): Promise<void>;
  /** Many at once, for the price of one push: it makes nats-server check the JWT of everybody who is connected. */
  revokeUsers(ids: readonly string[]): Promise<void>;
  /** What nats-server has to know; without what has expired by itself. */
  revocations(): Revocations;
};

export type SessionOptions = {
  readonly keys: HouseKeys;
  readonly users: Users;
  readonly servers: readonly string[];
  readonly lifeMs: number;
  readonly replayWindowMs: number;
  readonly push: (revocations: Revocations) => Promise<void>;
  /** The keys with which these users are connected: some may have been issued before this house started. */
  readonly connectedKeys: (users: ReadonlySet<string>) => Promise<readonly string[]>;
};

const SIGNATURES_KEPT_MAX = 100_000;

export function openSessions(options: SessionOptions): Sessions {
  const { keys, users, lifeMs } = options;
  const guard = signatureGuard(options.replayWindowMs, SIGNATURES_KEPT_MAX);
  const revoked = new Map<string, number>();
  const issued = new Map<string, Map<string, number>>();

  async function revoke(publicKeys: readonly string[]): Promise<void> {
    const second = Math.floor(Date.now() / 1_000);
    for (const key of publicKeys) revoked.set(key, second);
    await options.push(revocations());
  }
  function revocations(): Revocations {
    const oldest = Math.floor((Date.now() - lifeMs) / 1_000) - 1;
    for (const [key, second] of revoked) if (second < oldest) revoked.delete(key);
    return Object.fromEntries(revoked);
  }

  return {
    async issue(user, publicKey) {
      // A JWT's age is told in whole seconds: one issued in the second of a revocation would be void from the start.
      const revokedAt = revoked.get(publicKey);
      if (revokedAt !== undefined) await untilAfterSecond(revokedAt);
      const expiresAt = Math.floor((Date.now() + lifeMs) / 1_000);
      const sales = user.sales.includes('*') ? ['*'] : user.sales;
      const jwt = await userJwt(keys, user.id, publicKey, permissionsOf(user.id, user.role, sales), expiresAt);
      remember(issued, user.id, publicKey, expiresAt);
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
      const revokedAt = revoked.get(claims.sub);
      if (revokedAt !== undefined && claims.iat <= revokedAt) return null;
      const user = users.find(claims.name);
      if (user === null || user.suspended) return null;
      if (!guard.accept(claims.sub, request, Date.now())) return null;
      return { user, publicKey: claims.sub, expiresAt: claims.exp * 1_000 };
    },
    revokeKeys: revoke,
    async revokeUser(id) {
      // Those that are known first: they drop at once.
      await revoke([...(issued.get(id)?.keys() ?? [])]);
      const others = (await options.connectedKeys(new Set([id]))).filter((key) => !revoked.has(key));
      if (others.length > 0) await revoke(others);
    },
    async revokeUsers(ids) {
      const known = ids.flatMap((id) => [...(issued.get(id)?.keys() ?? [])]);
      // A house that just started did not issue them all.
      const strangers = new Set(ids.filter((id) => !issued.has(id)));
      const connected = strangers.size > 0 ? await options.connectedKeys(strangers) : [];
      await revoke([...known, ...connected]);
    },
    revocations,
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
