/** Runs the house: words and environment in, signals handled, an exit status out. Everything else is house.ts. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { codeDirOf } from './codecache.ts';
import { ConfigFault, HOUSE_HELP, readConfig } from './config.ts';

/** What is left to end by itself is ended after this. */
const STOP_MS_MAX = 8_000;

async function main(): Promise<number> {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config === null) {
    process.stdout.write(`${HOUSE_HELP}\n`);
    return 0;
  }
  // To make the sources again is more than half of a start. Whoever started it may have named the folder already.
  enableCompileCache(codeDirOf(config.dataDir));
  const { startHouse } = await import('./house.ts');
  const house = await startHouse(config);
  const signalled = new Promise<'signal'>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve('signal'));
  });
  process.stdout.write(`ready ${house.url} ${house.servers.join(' ')}\n`);
  // At the end it would be too late for a house that is killed.
  flushCompileCache();
  const natsEnded = house.nats?.ours ? house.nats.ended.then(() => 'nats' as const) : new Promise<never>(() => {});
  const why = await Promise.race([signalled, house.fault, natsEnded]);
  setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
  await house.stop();
  if (why === 'signal') return 0;
  if (why === 'nats')
    process.stderr.write('nats-stopped: nats-server ended; the house ends with it. See nats/nats.log.\n');
  else process.stderr.write(`${sentence(why)}\n`);
  return 1;
}

function sentence(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? `${String(cause.code)}: ${cause.message}` : (cause.stack ?? cause.message);
}

try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(`${sentence(cause)}\n`);
  process.exitCode = cause instanceof ConfigFault ? 2 : 1;
}
process.exit();
