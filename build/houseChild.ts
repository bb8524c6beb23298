/** The house as a child of `npm start`: its arguments, when it is ready, and what its failure means in one sentence. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeCacheEnv } from '../server/codecache.ts';
import type { Prepared } from '../server/demo/prepare.ts';
import { HOUSE_FLAGS } from '../server/flags.ts';
import { type Child, startChild } from './children.ts';
import { SetupFault } from './fault.ts';
import type { StartOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { isAlive } from './running.ts';

export type HouseStart = {
  readonly root: string;
  readonly folder: string;
  readonly ports: Ports;
  readonly natsServer: string;
  readonly saleFile: string | null;
  readonly accountsFile: string | null;
  /** Restarts when a source of its own changes. */
  readonly watches?: boolean;
  /** A further origin of pages that may connect. */
  readonly origin?: string;
};

const READY_MS_MAX = 30_000;
const ASK_MS = 50;

/** Starts the house, adds it to `children`, and answers its address once it is ready. */
export async function startHouseChild(start: HouseStart, children: Child[]): Promise<string> {
  if (start.saleFile !== null && !existsSync(start.saleFile))
    throw new SetupFault('sale-unreadable', `there is no file ${start.saleFile}`, 'give the path of a sale in JSON');
  const { http, nats, ws } = start.ports;
  const args = ['--data', start.folder, '--port', `${http}`, '--nats-port', `${nats}`, '--ws-port', `${ws}`];
  if (start.saleFile !== null) args.push('--sale', start.saleFile);
  if (start.accountsFile !== null) args.push('--demo-accounts', start.accountsFile);
  if (start.origin !== undefined) args.push('--origin', start.origin);
  const flags = start.watches === true ? ['--watch', '--watch-preserve-output'] : [];
  const child = startChild(
    {
      name: 'house',
      command: process.execPath,
      args: [...HOUSE_FLAGS, ...flags, join(start.root, 'server', 'main.ts'), ...args],
      env: { ROSTRUM_NATS_SERVER: start.natsServer, ...codeCacheEnv(start.folder) },
    },
    join(start.folder, 'logs'),
  );
  children.push(child);
  const address = `http://127.0.0.1:${http}`;
  const deadline = performance.now() + READY_MS_MAX;
  while (!(await isReady(address))) {
    if (child.hasEnded()) throw houseFault(child, start);
    if (performance.now() > deadline)
      throw new SetupFault(
        'house-failed',
        `the house was not ready in ${READY_MS_MAX / 1000} s`,
        `see ${join(start.folder, 'logs', 'house.log')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  return address;
}

/** True when a nats-server of this data folder's own still runs: the house takes it over, so its ports are not foreign. */
export function hasOwnBus(folder: string): boolean {
  return ownBusPid(folder) !== null;
}

/** A house that was killed leaves its nats-server behind, and the next house does not end what it only took over: we do. */
export function stopOwnBus(folder: string): void {
  const pid = ownBusPid(folder);
  if (pid !== null) process.kill(pid, 'SIGTERM');
}

function ownBusPid(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, 'nats', 'nats.pid'), 'utf8'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return isAlive(pid) && command.includes(join(folder, 'nats', 'nats.conf')) ? pid : null;
  } catch {
    return null;
  }
}

/** The one line when all is ready, with whom to sign in as. */
export async function sayReady(
  house: string,
  demo: Prepared | null,
  options: StartOptions,
  fromMs: number,
): Promise<void> {
  for (const account of demo?.accounts ?? [])
    if (!account.hidden) console.log(`  ${account.role.padEnd(9)} ${account.user.padEnd(7)} ${account.password}`);
  const seconds = ((performance.now() - fromMs) / 1000).toFixed(1);
  const held = demo !== null && !demo.isNew && !options.auctioneer ? '; the sale is held, a clerk resumes it' : '';
  console.log(`rostrum is ready at ${house} (${seconds} s${held}); Ctrl-C stops it`);
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

function houseFault(child: Child, start: HouseStart): SetupFault {
  const words = child.tail().findLast((line) => /^[a-z-]+: /.test(line)) ?? child.tail().at(-1) ?? 'it said nothing';
  const [, code = '', sentence = words] = /^([a-z-]+): (.*?)\.?$/.exec(words) ?? [];
  const next = `see ${join(start.folder, 'logs', 'house.log')}`;
  if (code === 'catalogue-unusable') return new SetupFault('sale-unreadable', sentence, 'then run npm start again');
  if (/ENOSPC|no space/i.test(words))
    return new SetupFault('disk-full', 'the disk is full', 'make room and run npm start again');
  if (code === 'nats-port-taken' || code === 'http-port-taken')
    return new SetupFault('port-taken', sentence, 'choose others with: npm start -- --port 4380');
  return new SetupFault('house-failed', `the house did not start (${words})`, next);
}
