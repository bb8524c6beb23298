/** `rostrum keys show|rotate`: the public halves of the house's keys, and a new one for signing sessions, also while the house runs. */
import { createPublicKey } from 'node:crypto';
import { parseArgs } from 'node:util';
import { askHouse } from '../admin.ts';
import { dataDirOf } from '../config.ts';
import { openLogSecrets } from '../identity/logsecrets.ts';
import { openKeys, replaceSigningKey, rotateSigningKey } from '../nats/keys.ts';

export const about = 'show the public keys of the house, or rotate the one that signs sessions';

export const usage = `usage: rostrum keys show|rotate [--now] [--data DIR]

  show      the public keys: of operator, account, sessions, system, and of the log
  rotate    a new key for signing sessions. While the house runs nobody notices: the old key counts until
            the last session of it has renewed itself
  --now     the old key is void at once, and everybody logs in anew: for a key that somebody else may have
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' }, now: { type: 'boolean', default: false } },
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
      const answer = await askHouse(dataDir, { ask: 'rotate-keys', atOnce: values.now });
      if (answer?.ok === false) throw new Error(answer.message);
      process.stdout.write(`signing   ${answer === null ? await rotateStopped(dataDir, values.now) : answer.value}\n`);
      return 0;
    }
    process.stderr.write(usage);
    return 1;
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 1;
  }
}

/** No house runs on this folder: the next one opens with the new key, and with the one before unless it is void. */
async function rotateStopped(dataDir: string, isAtOnce: boolean): Promise<string> {
  const keys = await openKeys(dataDir);
  if (isAtOnce) await replaceSigningKey(keys, dataDir);
  else await rotateSigningKey(keys, dataDir, async () => {});
  return keys.signing.getPublicKey();
}
