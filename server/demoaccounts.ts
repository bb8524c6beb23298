/** The accounts of a demonstration, from a file: made if they are missing, and shown to everybody who asks, passwords and all. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { hashPassword } from './identity/password.ts';
import type { Users } from './identity/users.ts';

const AccountSchema = v.object({
  user: v.string(),
  name: v.string(),
  role: v.picklist(['bidder', 'clerk', 'reviewer', 'operator']),
  password: v.string(),
  paddle: v.optional(v.nullable(v.string()), null),
  /** Made, but not shown at `/v1/demo`: the simulated ones. */
  hidden: v.optional(v.boolean(), false),
});
const FileSchema = v.object({ accounts: v.array(AccountSchema) });

export type Demo = {
  /** The answer of `GET /v1/demo`. */
  readonly shown: { readonly accounts: readonly DemoAccount[] };
};
export type DemoAccount = Pick<v.InferOutput<typeof AccountSchema>, 'user' | 'name' | 'role' | 'password'>;

export class DemoFault extends Error {
  readonly code = 'demo-accounts-unusable';
}

export async function openDemo(path: string, users: Users): Promise<Demo> {
  let parsed: v.SafeParseResult<typeof FileSchema>;
  try {
    parsed = v.safeParse(FileSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new DemoFault(`${path} cannot be read as JSON; give --demo-accounts a file of accounts.`, { cause });
  }
  if (!parsed.success)
    throw new DemoFault(`${path}: ${v.getDotPath(parsed.issues[0]) ?? 'the whole'}: ${parsed.issues[0].message}.`);
  for (const { user: id, name, role, password, paddle } of parsed.output.accounts) {
    const sales = role === 'clerk' || role === 'reviewer' || role === 'operator' ? ['*'] : [];
    if (users.find(id) === null) await users.add({ id, name, role, password, paddle, sales });
    else await users.change(id, { name, role, paddle, sales, passwordHash: await hashPassword(password) });
  }
  const accounts = parsed.output.accounts
    .filter(({ hidden }) => !hidden)
    .map(({ user, name, role, password }) => ({ user, name, role, password }));
  return { shown: { accounts } };
}
