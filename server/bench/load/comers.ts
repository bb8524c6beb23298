/** Desks that come and go: each signs in, hears ticks, bids once, waits for its answer and leaves. `node comers.ts PORT CREDENTIALS SALE EVERY-MS PREFIX FIRST`, from credential FIRST on; SIGTERM ends it with a line of counts. */
import { readFileSync } from 'node:fs';
import type { Credential } from './desk.ts';
import { natsLine } from './line.ts';
import { LOW_MINOR } from './workload.ts';

const [port, path, sale, everyMs, idPrefix, first] = process.argv.slice(2);
if (port === undefined || path === undefined || sale === undefined || everyMs === undefined || first === undefined)
  throw new Error('node comers.ts PORT CREDENTIALS SALE EVERY-MS PREFIX FIRST');
const people = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Credential>).slice(
  Number(first),
);
const users = people.map(([user]) => user);
const credentials = people.map(([, credential]) => credential);
const STAY_MS = 2_000;
let came = 0;
let answered = 0;
let failed = 0;

const timer = setInterval(() => void visit(came++), Number(everyMs));
process.once('SIGTERM', () => {
  clearInterval(timer);
  setTimeout(() => {
    process.stdout.write(`${JSON.stringify({ came, answered, failed })}\n`);
    process.exit(0);
  }, STAY_MS * 2);
});
process.stdout.write('ready\n');

async function visit(visitor: number): Promise<void> {
  const place = visitor % users.length;
  try {
    const line = await natsLine({
      port: Number(port),
      sale: sale ?? '',
      idPrefix: idPrefix ?? '',
      user: users[place] ?? '',
      bidders: [],
      credential: credentials[place] ?? null,
      watches: true,
      listener: {
        onReply: () => {
          answered += 1;
        },
        onTick() {},
        onClose() {},
      },
    });
    line.send(visitor, Number(users[place]?.slice(1)), 0, LOW_MINOR, false);
    line.flush();
    setTimeout(line.close, STAY_MS);
  } catch {
    failed += 1;
  }
}
