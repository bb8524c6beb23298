/** `rostrum users add|import|list|suspend|reinstate|reset`: asks the running house, or changes its store when none runs. */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Role } from '../../protocol/wire.ts';
import { type AdminAsk, askHouse } from '../admin.ts';
import { dataDirOf } from '../config.ts';
import { hashPassword } from '../identity/password.ts';
import { openUsers, refusePassword } from '../identity/users.ts';
import { importPeople } from './people.ts';

export const about = 'add or import, list, suspend, reinstate people, and reset their passwords';

export const usage = `usage: rostrum users VERB … [--data DIR]

  add ID --role bidder|clerk|reviewer|operator [--name TEXT] [--paddle P] [--sales a,b | --sales '*']
         [--oidc-issuer URL --oidc-subject S]   the password is read from standard input
  import FILE [--check] [--sale ID]             people from CSV: id, name, role, paddle, sales, password, limit; with
                                                --sale each bidder is approved for it. Passwords that were not given
                                                are made, and leave by standard output
  list
  suspend ID --reason TEXT
  reinstate ID
  reset ID                                      the new password is read from standard input
`;

const ROLES: readonly Role[] = ['bidder', 'clerk', 'reviewer', 'operator'];

export async function run(args: readonly string[]): Promise<number> {
  const one = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: one,
      role: one,
      name: one,
      paddle: one,
      sales: one,
      reason: one,
      sale: one,
      check: { type: 'boolean' },
      'oidc-issuer': one,
      'oidc-subject': one,
    },
  });
  const [verb, id = ''] = positionals;
  const dataDir = dataDirOf(values.data, process.env);
  const isList = verb === 'list';
  if (!['add', 'import', 'list', 'suspend', 'reinstate', 'reset'].includes(verb ?? '') || (!isList && id === '')) {
    process.stderr.write(usage);
    return 1;
  }
  try {
    if (verb === 'import') return await importPeople(dataDir, id, values);
    const value = await perform(dataDir, await askOf());
    const still = verb === 'reinstate' && Array.isArray(value) ? value : [];
    if (still.length > 0)
      process.stderr.write(`Suspended by a clerk still in ${still.join(', ')}; he lifts it there.\n`);
    if (isList) for (const user of value as readonly object[]) process.stdout.write(`${JSON.stringify(user)}\n`);
    return 0;
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 1;
  }

  async function askOf(): Promise<AdminAsk> {
    switch (verb) {
      case 'add': {
        const role = ROLES.find((known) => known === values.role);
        if (role === undefined) throw new Error(`--role is ${ROLES.join(', ')}; say which.`);
        const [issuer, subject] = [values['oidc-issuer'], values['oidc-subject']];
        const oidc = issuer === undefined || subject === undefined ? null : { issuer, subject };
        const password = oidc === null ? await readPassword() : null;
        const sales = values.sales?.split(',') ?? [];
        const user = { id, role, password, sales, oidc, name: values.name ?? id, paddle: values.paddle ?? null };
        return { ask: 'add-user', user };
      }
      case 'suspend':
        if (values.reason === undefined)
          throw new Error('A suspension stands in the log with its reason; give --reason.');
        return { ask: 'suspend', user: id, reason: values.reason };
      case 'reinstate':
        return { ask: 'reinstate', user: id };
      case 'reset':
        return { ask: 'reset', user: id, password: await readPassword() };
      default:
        return { ask: 'list-users' };
    }
  }
}

async function perform(dataDir: string, ask: AdminAsk): Promise<unknown> {
  const answer = await askHouse(dataDir, ask);
  if (answer?.ok === true) return answer.value;
  if (answer?.ok === false) throw new Error(answer.message);
  const users = await openUsers(dataDir);
  switch (ask.ask) {
    case 'add-user':
      return users.add(ask.user);
    case 'list-users':
      return users.list().map(({ passwordHash, ...user }) => ({ ...user, hasPassword: passwordHash !== null }));
    case 'suspend':
      // The house journals it in every sale when it starts.
      return users.change(ask.user, { suspended: true });
    case 'reinstate':
      return users.change(ask.user, { suspended: false });
    case 'reset':
      refusePassword(ask.password);
      return users.change(ask.user, { passwordHash: await hashPassword(ask.password) });
    default:
      throw new Error(`${ask.ask} is nothing that is done to a user's entry alone`);
  }
}

/** One line of standard input, so that no password is in a list of processes or a shell's history. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('password: ');
  const lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) return line;
  throw new Error('No password came on standard input; give one line.');
}
