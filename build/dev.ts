/** `npm run dev`: a house that restarts and a page that reloads when their sources change; the same demonstration as `npm start`. */
import { join } from 'node:path';
import { prepareDemo } from '../server/demo/prepare.ts';
import { type Child, startChild, stopAll } from './children.ts';
import { faultLine } from './fault.ts';
import { dataFolderOf, prepareFolder } from './folder.ts';
import { bringNatsServer, natsSources } from './natsServer.ts';
import { demandFree, portsFrom } from './ports.ts';

const root = join(import.meta.dirname, '..');
const DESK_PORT = process.env.ROSTRUM_DESK_PORT ?? '4500';

async function main(): Promise<number> {
  const folder = `${dataFolderOf(process.env)}-dev`;
  prepareFolder(folder);
  const ports = portsFrom(null);
  await demandFree(ports);
  const nats = await bringNatsServer(natsSources(root, (line) => console.log(`· ${line}`)));
  const demo = prepareDemo(join(folder, 'demo'), new Date(), false);
  const origin = `http://127.0.0.1:${DESK_PORT}`;
  const logs = join(folder, 'logs');
  const house = ['--watch', join(root, 'server/main.ts'), '--data', folder, '--sale', demo.saleFile];
  const children: Child[] = [
    startChild(
      {
        name: 'house',
        command: process.execPath,
        args: [...house, '--demo-accounts', demo.accountsFile, '--origin', origin],
        env: { ROSTRUM_NATS_SERVER: nats.path },
      },
      logs,
    ),
    startChild(
      {
        name: 'vite',
        command: process.execPath,
        args: [join(root, 'node_modules/vite/bin/vite.js'), '--config', 'build/desk.config.ts'],
        cwd: root,
        env: { ROSTRUM_HOUSE: `http://127.0.0.1:${ports.http}` },
      },
      logs,
    ),
  ];
  console.log(
    `· the desk reloads at ${origin}, the house at http://127.0.0.1:${ports.http}; logs in ${logs}; Ctrl-C stops both`,
  );
  const ended = children.map((child) => child.ended.then(() => child));
  const signalled = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
  const first = await Promise.race([signalled, ...ended]);
  await stopAll(children);
  if (first === null) return 0;
  console.error(`${first.name} ended: ${first.tail().slice(-3).join('\n')}`);
  return 1;
}

try {
  process.exit(await main());
} catch (fault) {
  console.error(faultLine(fault));
  process.exit(1);
}
