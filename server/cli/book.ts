/** `rostrum sale book`: a list of absentee bids put into the book of a sale, in a house that runs. */
import { readFile } from 'node:fs/promises';
import { type AdminAsk, askHouse } from '../admin.ts';
import type { Booked } from '../door/absentees.ts';
import { bookOf } from './book-csv.ts';

export type BookOptions = { readonly sale: string; readonly check: boolean };

/** 0: all of it stands in the book; 1: something does not, and was said. */
export async function bookFile(dataDir: string, file: string, { sale, check }: BookOptions): Promise<number> {
  const say = (words: string) => process.stderr.write(`${words}\n`);
  const ask = async (what: AdminAsk): Promise<unknown> => {
    const answer = await askHouse(dataDir, what);
    if (answer?.ok === true) return answer.value;
    throw new Error(answer?.message ?? 'No house runs on this data folder; start it, then run the same command again.');
  };
  const sales = (await ask({ ask: 'list-sales' })) as readonly { readonly id: string; readonly currency: string }[];
  const currency = sales.find(({ id }) => id === sale)?.currency;
  if (currency === undefined) throw new Error(`There is no sale ${sale}; see rostrum sale list.`);
  const { bids, faults, cellOf } = bookOf(await readFile(file, 'utf8'), currency);
  const none: Booked = { isPlaced: false, answers: [] };
  // Names that the sale does not know are looked for once every cell can be read.
  const booked = faults.length > 0 ? none : ((await ask({ ask: 'book', sale, bids, isTry: check })) as Booked);
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
