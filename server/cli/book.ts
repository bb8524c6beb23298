/** `rostrum sale book`: a list of absentee bids put into the book of a sale, in a house that runs. */
import { readFile } from 'node:fs/promises';
import type { Booked } from '../door/absentees.ts';
import { askRunning, currencyOf } from './asking.ts';
import { bookOf } from './book-csv.ts';

export type BookOptions = { readonly sale: string; readonly check: boolean };

/** 0: all of it stands in the book; 1: something does not, and was said. */
export async function bookFile(dataDir: string, file: string, { sale, check }: BookOptions): Promise<number> {
  const say = (words: string) => process.stderr.write(`${words}\n`);
  const currency = await currencyOf(dataDir, sale);
  const { bids, faults, cellOf } = bookOf(await readFile(file, 'utf8'), currency);
  const none: Booked = { isPlaced: false, answers: [] };
  // Names that the sale does not know are looked for once every cell can be read.
  const booked =
    faults.length > 0 ? none : ((await askRunning(dataDir, { ask: 'book', sale, bids, isTry: check })) as Booked);
  const refused = booked.answers.flatMap((answer, bid) =>
    answer.ok ? [] : [`${cellOf(bid, answer.wrong)}: ${answer.why}`],
  );
  const wrong = [...faults, ...refused];
  for (const words of wrong) say(words);
  const placed = booked.answers.filter((answer) => answer.ok && answer.isNew).length;
  const known = booked.answers.length - refused.length - placed;
  say(
    booked.isPlaced
      ? `${placed} bids placed in the book of ${sale}, ${known} stood there before, ${refused.length} refused.`
      : `${file}: ${bids.length} bids, ${wrong.length} wrong. Nothing was placed.`,
  );
  return wrong.length === 0 ? 0 : 1;
}
