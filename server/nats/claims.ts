/** Writes the JWTs of operator mode: operator, accounts with their revocations, and users with their permissions. Knows no files. */
import { Algorithms, encodeAccount, encodeOperator, encodeUser } from '@nats-io/jwt';
import type { Permissions } from '../../protocol/subjects.ts';
import type { HouseKeys } from './keys.ts';

/** What nats-server holds one user's connection to. `payload` counts headers too. */
export const USER_LIMITS = { subs: 64, payload: 5 * 1024, data: -1 } as const;

/** `publicKey -> seconds since the epoch`: JWTs of that key issued at or before that moment are void. */
export type Revocations = Readonly<Record<string, number>>;

const UNLIMITED = { subs: -1, payload: -1, data: -1 } as const;
const ACCOUNT_LIMITS = {
  ...UNLIMITED,
  conn: -1,
  leaf: 0,
  imports: 0,
  exports: 0,
  wildcards: false,
  disallow_bearer: true,
} as const;

export function operatorJwt(keys: HouseKeys): Promise<string> {
  return encodeOperator('rostrum', keyText(keys.operator), { system_account: keys.system.getPublicKey() });
}

export function accountJwt(keys: HouseKeys, revocations: Revocations): Promise<string> {
  const account = { signing_keys: [keys.signing.getPublicKey()], limits: ACCOUNT_LIMITS, revocations };
  return encodeAccount('house', keys.account.getPublicKey(), account, signedBy(keys.operator));
}

export function systemJwt(keys: HouseKeys): Promise<string> {
  const account = { limits: { ...ACCOUNT_LIMITS, exports: -1, wildcards: true } };
  return encodeAccount('system', keys.system.getPublicKey(), account, signedBy(keys.operator));
}

/** A person's JWT: bound to the client's own key, never a bearer token. `expiresAt` in seconds since the epoch. */
export function userJwt(
  keys: HouseKeys,
  id: string,
  publicKey: string,
  permissions: Permissions,
  expiresAt: number,
): Promise<string> {
  const user = {
    pub: { allow: [...permissions.publish], deny: [] },
    sub: { allow: [...permissions.subscribe], deny: [] },
    ...USER_LIMITS,
    bearer_token: false,
  };
  return encodeUser(id, publicKey, keys.account.getPublicKey(), user, {
    ...signedBy(keys.signing),
    exp: expiresAt,
  });
}

/** The house's own JWT, for a key that lives in its memory only. */
export function houseJwt(keys: HouseKeys, publicKey: string): Promise<string> {
  return encodeUser('house', publicKey, keys.account.getPublicKey(), UNLIMITED, signedBy(keys.signing));
}

/** For pushing claims and asking who is connected. */
export function systemUserJwt(keys: HouseKeys, publicKey: string): Promise<string> {
  return encodeUser('house-system', publicKey, keyText(keys.system), UNLIMITED);
}

// The jwt package has its own copy of nkeys, so keys cross to it as seeds.
function keyText(key: HouseKeys['operator']): Uint8Array {
  return key.getSeed();
}

function signedBy(key: HouseKeys['operator']) {
  return { signer: keyText(key), algorithm: Algorithms.v2 };
}
