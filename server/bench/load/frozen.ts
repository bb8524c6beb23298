/** Desks that subscribe to every tick and are then stopped from outside: `node frozen.ts PORT CREDENTIALS SALE COUNT`. */
import { readFileSync } from 'node:fs';
import type { Credential } from './desk.ts';
import { natsLine } from './line.ts';

const [port, path, sale, count] = process.argv.slice(2);
if (port === undefined || path === undefined || sale === undefined || count === undefined)
  throw new Error('node frozen.ts PORT CREDENTIALS SALE COUNT');
const credentials = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Credential>;
for (let desk = 0; desk < Number(count); desk += 1) {
  await natsLine({
    port: Number(port),
    sale,
    idPrefix: '',
    user: `w${desk}`,
    bidders: [],
    credential: credentials[`w${desk}`] ?? null,
    watches: true,
    listener: { onReply() {}, onTick() {}, onClose() {} },
  });
}
process.stdout.write('ready\n');
