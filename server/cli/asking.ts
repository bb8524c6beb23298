/** What verbs ask of a house that runs, by its operator's door. Knows no verb. */
import { type AdminAsk, askHouse } from '../admin.ts';

/** The answer of the house; throws its refusal, and where no house runs on the folder a sentence that says so. */
export async function askRunning(dataDir: string, ask: AdminAsk): Promise<unknown> {
  const answer = await askHouse(dataDir, ask);
  if (answer?.ok === true) return answer.value;
  throw new Error(answer?.message ?? 'No house runs on this data folder; start it, then run the same command again.');
}

/** In which money a sale of the running house is. */
export async function currencyOf(dataDir: string, sale: string): Promise<string> {
  const sales = (await askRunning(dataDir, { ask: 'list-sales' })) as readonly {
    readonly id: string;
    readonly currency: string;
  }[];
  const found = sales.find(({ id }) => id === sale);
  if (found === undefined) throw new Error(`There is no sale ${sale}; see rostrum sale list.`);
  return found.currency;
}
