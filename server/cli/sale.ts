/** `rostrum sale import FILE`, `book FILE`, `rehearse FILE` and `list`: brings a catalogue into the house, running or not, or tries it on a copy. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Sale } from '../../protocol/sale.ts';
import { askHouse } from '../admin.ts';
import { bringImages, readCatalogue } from '../catalogue.ts';
import { dataDirOf } from '../config.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, fold, saleView } from '../core/sale.ts';
import { openJournal } from '../journal/file.ts';
import { bookFile } from './book.ts';
import { rehearseSale } from './rehearse.ts';

export const about =
  'import a sale (JSON or a CSV catalogue), put absentee bids into its book, rehearse it on a copy, or list the sales';

export const usage = `usage: rostrum sale import FILE [--id ID --title TEXT --currency GBP] [--data DIR]
       rostrum sale book FILE --sale ID [--check] [--data DIR]     absentee bids from CSV: lot, paddle, maximum
       rostrum sale rehearse FILE [--speed 1..50] [--seed N] [--id ID --title TEXT --currency GBP]
       rostrum sale list [--data DIR]
`;

export async function run(args: readonly string[]): Promise<number> {
  const one = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: one,
      id: one,
      title: one,
      currency: one,
      speed: one,
      seed: one,
      sale: one,
      check: { type: 'boolean' },
    },
  });
  const dataDir = dataDirOf(values.data, process.env);
  const [verb, file] = positionals;
  try {
    if (verb === 'list') return await list(dataDir);
    if (verb === 'book' && file !== undefined && values.sale !== undefined)
      return await bookFile(dataDir, file, { sale: values.sale, check: values.check === true });
    if ((verb !== 'import' && verb !== 'rehearse') || file === undefined) {
      process.stderr.write(usage);
      return 1;
    }
    const { id: saleId, title, currency } = values;
    const named = saleId !== undefined && title !== undefined && currency !== undefined;
    const sale = await readCatalogue(file, named ? { saleId, title, currency } : null);
    if (verb === 'rehearse') {
      await rehearseSale(sale, { speed: values.speed, seed: values.seed }, (text) => process.stdout.write(text));
      return 0;
    }
    await bringImages(file, join(dataDir, 'sales', sale.saleId));
    const answer = await askHouse(dataDir, { ask: 'add-sale', sale });
    if (answer?.ok === false) throw new Error(answer.message);
    if (answer === null) await writeSale(dataDir, sale);
    const where = answer === null ? '; no house runs here: the sale is there at the next start' : '';
    process.stdout.write(`${sale.saleId}: ${sale.lots.length} lots${where}\n`);
    return 0;
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 1;
  }
}

/** The first record of a new log. */
async function writeSale(dataDir: string, sale: Sale): Promise<void> {
  const dir = join(dataDir, 'sales', sale.saleId, 'log');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const journal = await openJournal({ dir });
  try {
    if (journal.lastSeq > 0) throw new Error(`There is a sale ${sale.saleId} already; choose another id.`);
    const command = { type: 'CreateSale', at: Date.now(), sale } as const;
    const events = execute(emptyState(), command);
    if (events[0]?.type !== 'SaleCreated') throw new Error('The rules refuse this sale; see docs/reference/sale.md.');
    await journal.append([{ seq: 1, at: command.at, rules: RULES_VERSION, command, events }]);
  } finally {
    await journal.close();
  }
}

async function list(dataDir: string): Promise<number> {
  const entries = await readdir(join(dataDir, 'sales'), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const running = await askHouse(dataDir, { ask: 'list-sales' });
    if (running?.ok === true) {
      for (const sale of running.value as readonly object[]) process.stdout.write(`${JSON.stringify(sale)}\n`);
      return 0;
    }
    const state = emptyState();
    const journal = await openJournal({
      dir: join(dataDir, 'sales', entry.name, 'log'),
      onRecord: (record) => fold(state, record),
    });
    await journal.close();
    const { sale, registered } = saleView(state);
    process.stdout.write(
      `${JSON.stringify({ id: entry.name, title: sale?.title ?? '', lots: sale?.lots.length ?? 0, registered, seq: journal.lastSeq })}\n`,
    );
  }
  return 0;
}
