/** The people of a demonstration, as one program beside the house: registers them, seats the bidders, takes the rostrum. Ends when its parent does. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { subjects } from '../../protocol/subjects.ts';
import { takeRostrum } from './auctioneer.ts';
import { type Working, work } from './bidder.ts';
import { type Account, AUCTIONEER, SEATED, SIMULATED } from './people.ts';
import { type Door, type Session, signIn } from './session.ts';

const { values } = parseArgs({
  options: {
    house: { type: 'string' },
    nats: { type: 'string' },
    sale: { type: 'string' },
    people: { type: 'string' },
    auctioneer: { type: 'boolean', default: false },
    bots: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});
const { house, nats, sale, people } = values;
if (house === undefined || nats === undefined || sale === undefined || people === undefined) {
  console.error('demo: --house URL --nats URL --sale ID --people FILE are needed');
  process.exit(2);
}

const door: Door = { house, nats };
const { accounts } = JSON.parse(readFileSync(people, 'utf8')) as { readonly accounts: readonly Account[] };
const sessions: Session[] = [];
const working: (Working | { stop(): void })[] = [];

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave());
// The launcher holds our standard input open for as long as it lives.
process.stdin.once('end', () => void leave());
process.stdin.resume();

const clerk = await enter(AUCTIONEER.id);
if (values.fresh) await register(clerk, sale);
for (const bidder of values.bots ? SIMULATED : [])
  working.push(await work(await enter(bidder.id), bidder, sale, Math.random));
if (values.auctioneer)
  working.push(
    await takeRostrum(clerk, sale, () =>
      console.log('demo: a clerk has taken the sale; the simulated auctioneer gives way'),
    ),
  );
console.log(SEATED);

async function enter(id: string): Promise<Session> {
  const account = accounts.find((one) => one.user === id);
  if (account === undefined) throw new Error(`demo: ${people} knows no ${id}`);
  const session = await signIn(door, id, account.password);
  sessions.push(session);
  return session;
}

async function register(by: Session, toSale: string): Promise<void> {
  for (const { user, role, limitMinor, paddle } of accounts) {
    if (role !== 'bidder') continue;
    const command = { type: 'RegisterBidder', bidder: user, limitMinor, ...(paddle === null ? {} : { paddle }) };
    await by.ask(subjects.clerk(toSale, by.id), command);
  }
}

async function leave(): Promise<void> {
  for (const one of working) one.stop();
  await Promise.all(sessions.map((session) => session.close()));
  process.exit(0);
}
