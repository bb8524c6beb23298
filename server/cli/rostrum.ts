/** `npm run -s rostrum -- VERB …`: the table of verbs, and nothing of what they do. Each is a file beside this one, loaded when it is asked for. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

type Verb = {
  readonly about: string;
  /** For `--help`; without it `about` is all that there is to say. */
  readonly usage?: string;
  run(args: readonly string[]): Promise<number>;
};

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  check: () => import('./check.ts'),
  keys: () => import('./keys.ts'),
  log: () => import('./log.ts'),
  replay: () => import('./replay.ts'),
  sale: () => import('./sale.ts'),
  users: () => import('./users.ts'),
  verify: () => import('./verify.ts'),
};

// Most of a verb's start is its TypeScript made runnable. What was made is kept beside the packages, not in a folder that others
// may write to; where it cannot be kept, nothing changes.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/rostrum', import.meta.url)));

// A reader that went away (`| head`) ends the command quietly.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause;
  process.exit(0);
});

const [verb = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
if (load === undefined) {
  const isHelp = verb === '' || verb === 'help' || verb === '--help' || verb === '-h';
  const text = await usage();
  if (isHelp) process.stdout.write(text);
  else process.stderr.write(`there is no verb ${JSON.stringify(verb)}\n${text}`);
  process.exitCode = isHelp ? 0 : 1;
} else {
  process.exitCode = await perform(await load());
}

async function perform(one: Verb): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usageOf(one));
    return 0;
  }
  try {
    return await one.run(args);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS'))) throw cause;
    process.stderr.write(`${cause.message.split('. ')[0]}\n${usageOf(one)}`);
    return 1;
  }
}

function usageOf(one: Verb): string {
  return one.usage ?? `usage: rostrum ${verb} …\n\n  ${one.about}\n`;
}

async function usage(): Promise<string> {
  const lines = ['usage: npm run -s rostrum -- VERB …', ''];
  for (const [name, one] of Object.entries(VERBS)) lines.push(`  ${name.padEnd(10)} ${(await one()).about}`);
  return `${lines.join('\n')}\n`;
}
