/** `/v1/login`, `/v1/renew`, `/v1/logout`: who may come in, and for how long. Knows no sale. */
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { decodeJson } from '../../protocol/codec.ts';
import type { LoginReply } from '../../protocol/wire.ts';
import { SESSION_HEADERS } from '../../protocol/wire.ts';
import type { Limits } from '../door/limits.ts';
import { rateLimiter } from '../door/rate.ts';
import { hashPassword, type PasswordCheck } from '../identity/password.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import { placeOf, type Sightings } from '../identity/sightings.ts';
import { isUserKey, type SignedRequest } from '../identity/signature.ts';
import { isPasswordLong, PASSWORD_RULE, type User, type Users } from '../identity/users.ts';
import { HttpFault } from './reply.ts';

const LoginSchema = v.object({
  user: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  password: v.pipe(v.string(), v.maxLength(256)),
  newPassword: v.optional(v.pipe(v.string(), v.maxLength(256))),
  publicKey: v.pipe(
    v.string(),
    v.check((text) => isUserKey(text), 'not a public user nkey'),
  ),
});
const SignedSchema = v.object({
  jwt: v.pipe(v.string(), v.maxLength(16_384)),
  at: v.number(),
  signature: v.pipe(v.string(), v.maxLength(128)),
});

export type Door = {
  login(body: Uint8Array, address: string): Promise<LoginReply>;
  renew(body: Uint8Array): Promise<LoginReply>;
  logout(body: Uint8Array): Promise<void>;
  /** The session that a request's headers prove; throws a 401 otherwise. */
  session(request: IncomingMessage): Session;
  /** Lets a person in whose word has been taken: by password or by a provider. */
  enter(user: User, publicKey: string, address: string): Promise<LoginReply>;
  /** Counts a try to come in, by any way; throws a 429 when there were too many. */
  admit(address: string, account: string | null): void;
};

export type DoorInput = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly passwords: PasswordCheck;
  readonly limits: Limits;
  /** Told by which desk and from where somebody came in; and asked, by what tells of it that he has before. */
  readonly sightings: Pick<Sightings, 'note' | 'knownBy'>;
  /** Counted by outcome. */
  readonly tell: (outcome: 'in' | 'wrong' | 'rate-limited' | 'overloaded' | 'renewed' | 'unauthorised') => void;
};

export function createDoor(input: DoorInput): Door {
  const { users, sessions, passwords, limits, tell } = input;
  const accounts = rateLimiter(limits.loginAccount, limits.ratesKept);
  const addresses = rateLimiter(limits.loginAddress, limits.ratesKept);

  function admit(address: string, account: string | null): void {
    const now = performance.now();
    const place = placeOf(address) ?? address;
    const waitMs = Math.max(addresses.take(place, now), account === null ? 0 : accounts.take(account, now));
    if (waitMs > 0) throw tooFast(waitMs);
  }

  /** Who tries and tries in another's name keeps strangers out, not him: his own desk, and the place where he was before, have a count of their own. */
  function accountOf(user: string, publicKey: string, address: string): string {
    const known = input.sightings.knownBy(user, publicKey, address);
    return known === null ? user : `${user} ${known}`;
  }

  function tooFast(waitMs: number): HttpFault {
    tell('rate-limited');
    return new HttpFault(429, 'rate-limited', `Too many tries; try again in ${Math.ceil(waitMs / 1_000)} s.`, waitMs);
  }

  function prove(request: SignedRequest): Session {
    const session = sessions.prove(request);
    if (session === null) throw ended();
    if (typeof session === 'number') throw tooFast(session);
    return session;
  }

  async function enter(user: User, publicKey: string, address: string): Promise<LoginReply> {
    const reply = await sessions.issue(user, publicKey);
    if (reply === null) throw wrong();
    tell('in');
    input.sightings.note(user.id, publicKey, address);
    return reply;
  }

  /** Whoever came in by the old password goes; the desk at which it is changed stays. */
  async function replace(user: User, newPassword: string, publicKey: string): Promise<void> {
    if (!isPasswordLong(newPassword)) throw new HttpFault(400, 'malformed', `Not changed: ${PASSWORD_RULE}.`);
    await users.change(user.id, { passwordHash: await hashPassword(newPassword) });
    await sessions.revokeUser(user.id, publicKey);
  }

  /** One answer for an unknown user, a wrong password and a suspended account. */
  function wrong(): HttpFault {
    tell('wrong');
    return new HttpFault(401, 'unauthorised', 'Unknown user or wrong password.');
  }

  function ended(): HttpFault {
    tell('unauthorised');
    return new HttpFault(401, 'unauthorised', 'The session has ended or was not proven; log in again.');
  }

  return {
    admit,
    enter,
    async login(body, address) {
      const { user: id, password, publicKey, newPassword } = parse(LoginSchema, body, limits.httpBodyBytesMax);
      admit(address, accountOf(id, publicKey, address));
      const user = users.find(id);
      const matches = await passwords.check(user?.passwordHash ?? null, password);
      if (matches === null) {
        tell('overloaded');
        throw new HttpFault(503, 'overloaded', 'Too many are logging in at this moment; try again.', 1_000);
      }
      if (!matches || user === null || user.suspended) throw wrong();
      // It was reset while the one before was being checked.
      if (users.find(id)?.passwordHash !== user.passwordHash) throw wrong();
      if (newPassword !== undefined) await replace(user, newPassword, publicKey);
      return enter(user, publicKey, address);
    },
    async renew(body) {
      const session = prove(parse(SignedSchema, body, limits.httpBodyBytesMax));
      const reply = await sessions.issue(session.user, session.publicKey);
      if (reply === null) throw ended();
      tell('renewed');
      return reply;
    },
    async logout(body) {
      await sessions.end(prove(parse(SignedSchema, body, limits.httpBodyBytesMax)));
    },
    session(request) {
      const header = (name: string) => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : '';
      };
      return prove({
        jwt: header(SESSION_HEADERS.jwt),
        at: Number(header(SESSION_HEADERS.at)),
        signature: header(SESSION_HEADERS.signature),
      });
    },
  };
}

/** Bytes to a checked shape, or a 400 that names what is wrong. */
export function parse<S extends v.GenericSchema>(schema: S, body: Uint8Array, bytesMax: number): v.InferOutput<S> {
  const decoded = decodeJson(body, bytesMax);
  if (!decoded.ok) throw new HttpFault(400, 'malformed', `The request is not usable: ${decoded.error}.`);
  const parsed = v.safeParse(schema, decoded.value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new HttpFault(
    400,
    'malformed',
    `The request is not usable: ${v.getDotPath(issue) ?? 'body'}: ${issue.message}.`,
  );
}
