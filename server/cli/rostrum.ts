/** `npm run -s rostrum -- VERB …`: the table of verbs, and nothing of what they do. Each is a file beside this one, loaded when it is asked for. */

type Verb = { readonly about: string; run(args: readonly string[]): Promise<number> };

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  check: () => import('./check.ts'),
  keys: () => import('./keys.ts'),
  log: () => import('./log.ts'),
  replay: () => import('./replay.ts'),
  sale: () => import('./sale.ts'),
  users: () => import('./users.ts'),
  verify: () => import('./verify.ts'),
};

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
  process.exitCode = await (await load()).run(args);
}

async function usage(): Promise<string> {
  const lines = ['usage: npm run -s rostrum -- VERB …', ''];
  for (const [name, one] of Object.entries(VERBS)) lines.push(`  ${name.padEnd(10)} ${(await one()).about}`);
  return `${lines.join('\n')}\n`;
}

export {};
