/**
 * The floor of every path over NATS: a process that answers and does nothing else (no rules, no journal), over the house's own
 * bus. With `ticks` it also publishes a tick a bid: the bare publisher that fan-out is held against. `node echo.ts DIR PORT SALE [ticks]`.
 */
import { readFileSync } from 'node:fs';
import { subjects } from '../../../protocol/subjects.ts';
import { LOW_MINOR } from '../load/workload.ts';
import { houseBus } from './house-bus.ts';

const [dir, port, sale, ticks] = process.argv.slice(2);
if (dir === undefined || port === undefined || sale === undefined)
  throw new Error('node echo.ts DIR PORT SALE [ticks]');

/** Bids of the load start with `{"id":"`, which spares the floor the parsing that it is a floor for. */
const ID_AT = 7;
const LOW = `"amountMinor":${LOW_MINOR},`;
const [replyHead = '', replyTail = ''] = template('echo-reply.json').split('ID');
const tick = template('echo-tick.json');

const bus = await houseBus(dir, Number(port));
bus.serve(subjects.bid(sale, '*'), 'house', (_subject, bytes, reply) => {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const id = body.slice(ID_AT, body.indexOf('"', ID_AT));
  bus.publish(reply, replyHead + id + replyTail);
  if (ticks !== 'ticks' || body.includes(LOW)) return;
  const lot = /"lot":"(l\d+)"/.exec(body)?.[1] ?? 'l0';
  const amount = /"amountMinor":(\d+)/.exec(body)?.[1] ?? '0';
  const text = tick.replace('LOT', lot).replaceAll('"AMOUNT"', amount);
  bus.publish(subjects.tick(sale, lot), text);
});
await bus.flush();
process.stdout.write('ready\n');

function template(name: string): string {
  return JSON.stringify(JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')));
}
