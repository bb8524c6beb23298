/** The simulated people of a demonstration as a child: who of them is wanted, and when they sit. */
import { join } from 'node:path';
import { SEATED } from '../server/demo/people.ts';
import type { Prepared } from '../server/demo/prepare.ts';
import { type Child, startChild } from './children.ts';
import type { StartOptions } from './options.ts';
import type { Ports } from './ports.ts';

const SEATED_MS_MAX = 20_000;

export type Seating = {
  readonly root: string;
  readonly folder: string;
  readonly house: string;
  readonly ports: Ports;
  readonly demo: Prepared;
  readonly options: Pick<StartOptions, 'auctioneer' | 'bots'>;
};

/** Waits until they sit: a desk that is opened before its bidder is registered may not bid. */
export async function seatPeople(seating: Seating, children: Child[], say: (line: string) => void): Promise<void> {
  const { root, folder, house, ports, demo, options } = seating;
  const flags = [
    ...(options.auctioneer ? ['--auctioneer'] : []),
    ...(options.bots ? ['--bots'] : []),
    ...(demo.isNew ? ['--fresh'] : []),
  ];
  const nats = `nats://127.0.0.1:${ports.nats}`;
  const args = ['--house', house, '--nats', nats, '--sale', demo.saleId, '--people', demo.accountsFile, ...flags];
  const file = join(root, 'server', 'demo', 'main.ts');
  const people = startChild({ name: 'people', command: process.execPath, args: [file, ...args] }, join(folder, 'logs'));
  children.push(people);
  if (!(await people.says(SEATED, SEATED_MS_MAX)))
    say(`the simulated people did not sit down (${people.tail().at(-1) ?? 'they said nothing'})`);
}
