/** `npm start`: from a clone to a sale that takes bids. It sets up, starts the house and its people, opens a desk, and stops what it started. */
import { join } from 'node:path';
import { type Prepared, prepareDemo } from '../server/demo/prepare.ts';
import { type Child, stopAll } from './children.ts';
import { buildDesk, isDeskStale } from './desk.ts';
import { faultLine, SetupFault } from './fault.ts';
import { dataFolderOf, prepareFolder } from './folder.ts';
import { hasOwnBus, sayReady, startHouseChild, stopOwnBus } from './houseChild.ts';
import { bringNatsServer, natsSources } from './natsServer.ts';
import { parseOptions, START_HELP, type StartOptions } from './options.ts';
import { seatPeople } from './people.ts';
import { demandFree, portsFrom } from './ports.ts';
import { clearRunning, type Running, readRunning, stillRunning, writeRunning } from './running.ts';
import { openDesk } from './window.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => console.log(`· ${line}`);

async function main(words: readonly string[]): Promise<number> {
  const options = parseOptions(words);
  if (options.help) {
    console.log(START_HELP);
    return 0;
  }
  const folder = dataFolderOf(process.env);
  prepareFolder(folder);
  const there = readRunning(folder);
  const state = there === null ? null : await stillRunning(there);
  if (there !== null && state !== null) {
    console.log(runningLine(there, state));
    return 0;
  }
  const children: Child[] = [];
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
  });
  try {
    const started = start(options, folder, children);
    const early = await Promise.race([signalled, started.then(() => null)]);
    if (early !== null) {
      // Let the step under way finish, so that nothing is started after the stop.
      await started.catch(() => {});
      return early;
    }
    return await Promise.race([signalled, houseEnd(children)]);
  } finally {
    await stopAll(children);
    if (children.length > 0) stopOwnBus(folder);
    clearRunning(folder, process.pid);
  }
}

async function start(options: StartOptions, folder: string, children: Child[]): Promise<void> {
  const fromMs = performance.now();
  const ports = portsFrom(options.port);
  await demandFree(hasOwnBus(folder) ? { http: ports.http } : ports);
  const nats = await bringNatsServer(natsSources(root, say));
  if (isDeskStale(root)) {
    say('building the desk');
    buildDesk(root);
  }
  const demo = options.demo ? prepareDemo(join(folder, 'demo'), new Date(), options.fresh) : null;
  const saleFile = options.saleFile ?? demo?.saleFile ?? null;
  say(`nats-server ${nats.version}; ${saleFile === null ? 'an empty house' : `sale ${demo?.saleId ?? saleFile}`}`);
  const house = await startHouseChild(
    { root, folder, ports, natsServer: nats.path, saleFile, accountsFile: demo?.accountsFile ?? null },
    children,
  );
  note(folder, children, house, demo);
  if (demo !== null) await seatPeople({ root, folder, house, ports, demo, options }, children, say);
  if (!options.headless) await openDesk({ root, house, role: options.role, folder }, children, say);
  note(folder, children, house, demo);
  await sayReady(house, demo, options, fromMs);
}

function note(folder: string, children: readonly Child[], address: string, demo: Prepared | null): void {
  writeRunning(folder, {
    pid: process.pid,
    children: Object.fromEntries(children.map((child) => [child.name, child.pid])),
    address,
    sale: demo?.saleId ?? null,
    startedAt: Date.now(),
  });
}

/** The house's end is ours; that of a desk or of the people is not. */
async function houseEnd(children: readonly Child[]): Promise<number> {
  const house = children.find((child) => child.name === 'house');
  if (house === undefined) return 1;
  const status = await house.ended;
  throw new SetupFault(
    'house-failed',
    `the house ended with status ${status} (${house.tail().at(-1) ?? 'it said nothing'})`,
    'run npm start again: the sale comes back held, with every acknowledged bid',
  );
}

function runningLine(running: Running, state: 'launcher' | 'orphan'): string {
  const sale = running.sale === null ? '' : `, sale ${running.sale}`;
  const pid = state === 'launcher' ? running.pid : (running.children.house ?? running.pid);
  const whose = state === 'launcher' ? '' : ' (without its launcher)';
  return `rostrum: already running${whose} at ${running.address}${sale}, process ${pid}; stop it with Ctrl-C there, or: kill ${pid}`;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (fault) {
  console.error(faultLine(fault));
  if (process.env.ROSTRUM_DEBUG !== undefined) console.error(fault);
  process.exit(1);
}
