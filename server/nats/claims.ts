/** Writes the JWTs of operator mode: operator, accounts with their revocations, and users with their permissions. Knows no files. */
import { Algorithms, encodeAccount, encodeOperator, encodeUser } from '@nats-io/jwt';
import * as v from 'valibot';
import type { Permissions } from '../../protocol/subjects.ts';
import { isSignedBy } from './ed25519.ts';
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
  return encodeOperator('rostrum', keys.operator, { system_account: keys.system.getPublicKey() });
}

export function accountJwt(keys: HouseKeys, revocations: Revocations): Promise<string> {
  const signing_keys = issuersOf(keys);
  const account = { signing_keys, limits: ACCOUNT_LIMITS, revocations };
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

/**
 * The house's own JWT, for a key that lives in its memory only. Of the account itself: a new signing key leaves the house's line alone.
 * Its name is no token, so nobody is called so, and whoever is sent out does not take the house with him.
 */
export function houseJwt(keys: HouseKeys, publicKey: string): Promise<string> {
  return encodeUser('the house', publicKey, keys.account, UNLIMITED, { algorithm: Algorithms.v2 });
}

/** Whose signatures under a person's JWT hold. */
export function issuersOf({ signing, before }: HouseKeys): string[] {
  return [signing, ...(before === null ? [] : [before])].map((key) => key.getPublicKey());
}

const UserClaimsSchema = v.object({
  iss: v.string(),
  sub: v.string(),
  name: v.string(),
  iat: v.number(),
  exp: v.number(),
});
export type UserClaims = v.InferOutput<typeof UserClaimsSchema>;

/** What a person's JWT says, if one of `issuers` signed it; null for all else. Its time is not looked at. */
export function readUserJwt(jwt: string, issuers: readonly string[]): UserClaims | null {
  const [head = '', body = '', signature = '', ...more] = jwt.split('.');
  if (more.length > 0) return null;
  const text = Buffer.from(`${head}.${body}`);
  const issuer = issuers.find((one) => isSignedBy(one, text, Buffer.from(signature, 'base64url')));
  if (issuer === undefined) return null;
  // The house signed it, so it is what the house wrote.
  const claims = v.safeParse(UserClaimsSchema, JSON.parse(Buffer.from(body, 'base64url').toString()));
  return claims.success && claims.output.iss === issuer ? claims.output : null;
}

/** Whose a JWT says that it is, and when it was issued, in seconds since the epoch. Its signature is not looked at: whoever asks made it, or heard it from nats-server. */
export function saidBy(jwt: string): Pick<UserClaims, 'name' | 'iat'> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Pick<UserClaims, 'name' | 'iat'>;
}

/** For pushing claims and asking who is connected. */
export function systemUserJwt(keys: HouseKeys, publicKey: string): Promise<string> {
  return encodeUser('house-system', publicKey, keys.system, UNLIMITED);
}

function signedBy(signer: HouseKeys['operator']) {
  return { signer, algorithm: Algorithms.v2 };
}
