/** `npm run dev`: a house that restarts and a page that reloads when their sources change; the same demonstration as `npm start`. */
import { join } from 'node:path';
import { prepareDemo } from '../server/demo/prepare.ts';
import { type Child, startChild, stopAll } from './children.ts';
import { faultLine, SetupFault } from './fault.ts';
import { dataFolderOf, prepareFolder } from './folder.ts';
import { hasOwnBus, startHouseChild, stopOwnBus } from './houseChild.ts';
import { bringNatsServer, natsSources } from './natsServer.ts';
import { parseOptions } from './options.ts';
import { seatPeople } from './people.ts';
import { demandFree, portsFrom } from './ports.ts';

const root = join(import.meta.dirname, '..');
const DESK_PORT = 4500;
const HELP = `npm run dev -- [options]

  --no-auctioneer --no-bots --fresh   as with npm start
  --port N                            HTTP on N, NATS on N+1, WebSocket on N+2, the reloading desk on N+3
                                      (4280, 4271, 4272, and ROSTRUM_DESK_PORT or ${DESK_PORT})

The data folder is that of npm start with -dev behind its name.`;
const say = (line: string) => console.log(`· ${line}`);

async function main(words: readonly string[]): Promise<number> {
  const options = parseOptions(words);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const foreign = words.find((word) => /^--(role|headless|no-demo|sale)\b/.test(word));
  if (foreign !== undefined)
    throw new SetupFault('option-unknown', `npm run dev knows no option ${foreign}`, 'see npm run dev -- --help');
  const folder = `${dataFolderOf(process.env)}-dev`;
  prepareFolder(folder);
  const ports = portsFrom(options.port);
  const desk = options.port === null ? Number(process.env.ROSTRUM_DESK_PORT ?? DESK_PORT) : options.port + 3;
  await demandFree(hasOwnBus(folder) ? { http: ports.http, desk } : { ...ports, desk });
  const nats = await bringNatsServer(natsSources(root, say));
  const demo = prepareDemo(join(folder, 'demo'), new Date(), options.fresh);
  const origin = `http://127.0.0.1:${desk}`;
  const children: Child[] = [];
  const signalled = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(null));
  });
  try {
    const { saleFile, accountsFile } = demo;
    const house = await startHouseChild(
      { root, folder, ports, natsServer: nats.path, saleFile, accountsFile, watches: true, origin },
      children,
    );
    await seatPeople({ root, folder, house, ports, demo, options }, children, say);
    children.push(vite(house, desk, join(folder, 'logs')));
    for (const { role, user, password, hidden } of demo.accounts)
      if (!hidden) console.log(`  ${role.padEnd(9)} ${user.padEnd(7)} ${password}`);
    console.log(
      `the desk reloads at ${origin}, the house restarts at ${house}; logs in ${folder}/logs; Ctrl-C stops them`,
    );
    // People who leave are no reason to end: a house that restarts sends them away for a moment.
    const ended = children.filter(({ name }) => name !== 'people').map((child) => child.ended.then(() => child));
    const first = await Promise.race([signalled, ...ended]);
    if (first === null) return 0;
    console.error(`${first.name} ended: ${first.tail().slice(-3).join('\n')}`);
    return 1;
  } finally {
    await stopAll(children);
    stopOwnBus(folder);
  }
}

function vite(house: string, port: number, logs: string): Child {
  const args = [join(root, 'node_modules/vite/bin/vite.js'), '--config', 'build/desk.config.ts'];
  const env = { ROSTRUM_HOUSE: house, ROSTRUM_DESK_PORT: String(port) };
  return startChild({ name: 'vite', command: process.execPath, args, cwd: root, env }, logs);
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (fault) {
  console.error(faultLine(fault));
  process.exit(1);
}
