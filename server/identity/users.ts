/** Owns the people of the house: who they are, their role, their password's hash. Knows no sale and no connection. */
import { join } from 'node:path';
import * as v from 'valibot';
import { isToken } from '../../protocol/subjects.ts';
import { isPlainText } from '../../protocol/text.ts';
import { readDocument, writeDocument } from './document.ts';
import { hashPassword } from './password.ts';

const NAME_LENGTH_MAX = 120;

const UserSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.check((text) => isToken(text), 'an id is 1 to 64 of A-Z a-z 0-9 _ -'),
  ),
  name: v.pipe(
    v.string(),
    v.check((text) => isPlainText(text, NAME_LENGTH_MAX), 'a name is one line of 1 to 120 visible characters'),
  ),
  role: v.picklist(['bidder', 'clerk', 'reviewer', 'operator']),
  suspended: v.boolean(),
  /** Null: this person signs in by OpenID Connect only. */
  passwordHash: v.nullable(v.string()),
  paddle: v.nullable(
    v.pipe(
      v.string(),
      v.check((text) => isToken(text), 'a paddle is 1 to 64 of A-Z a-z 0-9 _ -'),
    ),
  ),
  /** The sales that a clerk or reviewer works on; `*` is all of them. */
  sales: v.array(v.string()),
  oidc: v.nullable(v.strictObject({ issuer: v.string(), subject: v.string() })),
});
const UsersSchema = v.strictObject({ version: v.literal(1), users: v.array(UserSchema) });

export type User = Readonly<v.InferOutput<typeof UserSchema>>;
export type NewUser = Pick<User, 'id' | 'role'> & {
  readonly password: string | null;
  readonly name?: string;
  readonly paddle?: string | null;
  readonly sales?: readonly string[];
  readonly oidc?: User['oidc'];
};

export type Users = {
  find(id: string): User | null;
  findByOidc(issuer: string, subject: string): User | null;
  list(): readonly User[];
  /** Adds a person; throws a `UserFault` when the id is taken or the input is not acceptable. */
  add(user: NewUser): Promise<User>;
  /** Changes a person and answers what was written; throws a `UserFault` when there is none. */
  change(id: string, change: Partial<Omit<User, 'id'>>): Promise<User>;
};

export class UserFault extends Error {
  readonly code: 'user-exists' | 'user-unknown' | 'user-invalid';
  constructor(code: UserFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const PASSWORD_LENGTH_MIN = 8;
const PASSWORD_LENGTH_MAX = 256;

export async function openUsers(dataDir: string): Promise<Users> {
  const path = join(dataDir, 'users.json');
  const read = await readDocument(path, UsersSchema, { version: 1, users: [] });
  const byId = new Map<string, User>(read.users.map((user) => [user.id, user]));
  let writing: Promise<void> = Promise.resolve();
  const save = () => {
    writing = writing.catch(() => {}).then(() => writeDocument(path, { version: 1, users: [...byId.values()] }));
    return writing;
  };
  return {
    find: (id) => byId.get(id) ?? null,
    findByOidc: (issuer, subject) =>
      [...byId.values()].find((user) => user.oidc?.issuer === issuer && user.oidc.subject === subject) ?? null,
    list: () => [...byId.values()],
    async add(input) {
      const user = await newUser(input);
      if (byId.has(user.id))
        throw new UserFault('user-exists', `There is already a user ${user.id}; choose another id.`);
      byId.set(user.id, user);
      await save();
      return user;
    },
    async change(id, change) {
      const user = byId.get(id);
      if (user === undefined) throw new UserFault('user-unknown', `There is no user ${id}; see rostrum users list.`);
      const changed = { ...user, ...change };
      byId.set(id, changed);
      await save();
      return changed;
    },
  };
}

async function newUser(input: NewUser): Promise<User> {
  const [fault] = userFaults(input);
  if (fault !== undefined) throw new UserFault('user-invalid', `That user cannot be added: ${fault.why}.`);
  const { password } = input;
  return { ...plainOf(input), passwordHash: password === null ? null : await hashPassword(password) };
}

/** What is wrong with a person that is to be added, field by field. Whether the id is free is not looked up. */
export function userFaults(input: NewUser): readonly { readonly field: UserField; readonly why: string }[] {
  const faults: { field: UserField; why: string }[] = [];
  for (const field of ['id', 'paddle'] as const) {
    // Ticks and logs call the room and the house so.
    const name = input[field];
    if (name === 'room' || name === 'house')
      faults.push({ field, why: `the ${field} ${name} would pass for the ${name}` });
  }
  if (input.password !== null && !isPasswordLong(input.password))
    faults.push({ field: 'password', why: PASSWORD_RULE });
  const parsed = v.safeParse(UserSchema, { ...plainOf(input), passwordHash: null });
  for (const { path, message } of parsed.issues ?? []) faults.push({ field: path?.[0].key as UserField, why: message });
  return faults;
}
type UserField = Exclude<keyof NewUser, 'oidc'>;

function plainOf({ password: _, ...input }: NewUser): Omit<User, 'passwordHash'> {
  return { name: input.id, paddle: null, oidc: null, suspended: false, ...input, sales: [...(input.sales ?? [])] };
}

/** True for a person of this role (or an operator) who is assigned to the sale. */
export function worksOn(user: User | null, role: 'clerk' | 'reviewer', sale: string): boolean {
  if (user === null || user.suspended || (user.role !== role && user.role !== 'operator')) return false;
  return user.sales.includes('*') || user.sales.includes(sale);
}

export const PASSWORD_RULE = `a password has ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters`;

export function isPasswordLong(password: string): boolean {
  return password.length >= PASSWORD_LENGTH_MIN && password.length <= PASSWORD_LENGTH_MAX;
}

export function refusePassword(password: string): void {
  if (!isPasswordLong(password))
    throw new UserFault('user-invalid', `Not taken: ${PASSWORD_RULE}; choose another one.`);
}
