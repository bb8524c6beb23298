/** `rostrum sale rehearse FILE`: a sale with simulated bidders on a copy. Reads the file and writes to the terminal, nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { REHEARSAL_SPEEDS } from '../../protocol/rehearsal.ts';
import type { Sale } from '../../protocol/sale.ts';
import { type PaceClock, play } from '../rehearsal/pace.ts';
import { rehearsal } from '../rehearsal/rehearsal.ts';
import { rehearsalTable, timeWords } from '../rehearsal/table.ts';

export type RehearsalWish = { readonly speed: string | undefined; readonly seed: string | undefined };

const REAL: PaceClock = { now: () => performance.now(), sleep: (ms) => sleep(ms) };

export async function rehearseSale(
  sale: Sale,
  wish: RehearsalWish,
  write: (text: string) => void,
  clock: PaceClock = REAL,
): Promise<void> {
  const speed = wish.speed === undefined ? 10 : Number(wish.speed);
  const { least, most } = REHEARSAL_SPEEDS;
  if (!(speed >= least && speed <= most)) throw new Error(`--speed is ${least} to ${most}, not ${wish.speed}.`);
  const seed = wish.seed === undefined ? 1 : Number(wish.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed is a whole number from 0, not ${wish.seed}.`);
  const table = rehearsalTable(sale);
  write(`rehearsal of ${sale.saleId} on a copy, ${speed} times as fast, seed ${seed}\n${table.head}\n`);
  await play(
    rehearsal(sale, { seed, startAt: Date.now() }),
    speed,
    clock,
    (record) => {
      for (const line of table.lines(record)) write(`${line}\n`);
    },
    (ms) => write(`… ${timeWords(ms)} in which nothing happens\n`),
  );
  write(`\n${table.end()}`);
}
