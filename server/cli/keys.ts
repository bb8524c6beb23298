/** `rostrum keys show|rotate`: the public halves of the house's keys, and a new one for signing sessions. */
import { createPublicKey } from 'node:crypto';
import { parseArgs } from 'node:util';
import { askHouse } from '../admin.ts';
import { dataDirOf } from '../config.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { openKeys, rotateSigningKey } from '../nats/keys.ts';

export const about = 'show the public keys of the house, or rotate the one that signs sessions';

export const usage = `usage: rostrum keys show|rotate [--data DIR]

  show      the public keys: of operator, account, sessions, system, and of the log
  rotate    a new key for signing sessions; the house must be stopped, and desks then log in anew
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const dataDir = dataDirOf(values.data, process.env);
  try {
    if (positionals[0] === 'show') {
      const { operator, account, signing, system } = await openKeys(dataDir);
      const { signingKey } = await openLogSecrets(dataDir);
      const log = createPublicKey(signingKey).export({ type: 'spki', format: 'der' }).toString('base64');
      const shown = { operator, account, signing, system };
      for (const [name, key] of Object.entries(shown))
        process.stdout.write(`${name.padEnd(9)} ${key.getPublicKey()}\n`);
      process.stdout.write(`log       ${log}\n`);
      return 0;
    }
    if (positionals[0] === 'rotate') {
      if ((await askHouse(dataDir, { ask: 'list-users' })) !== null)
        throw new Error(
          'The house runs with the old key; stop it, rotate, and start it again (desks then log in anew).',
        );
      const key = await rotateSigningKey(dataDir);
      process.stdout.write(`signing   ${key.getPublicKey()}\n`);
      return 0;
    }
    process.stderr.write(usage);
    return 1;
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 1;
  }
}
