/** Writes what a demonstration needs into one folder: accounts, the catalogue, its pictures. Takes up the last sale while it is not over. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sale } from '../../protocol/sale.ts';
import { type Account, freshAccounts } from './people.ts';
import { drawPictures, PICTURE_FOLDER } from './pictures.ts';
import { demoSale, demoSaleId, lastCloseAt } from './sale.ts';

export type Prepared = {
  readonly saleId: string;
  readonly saleFile: string;
  readonly accountsFile: string;
  readonly accounts: readonly Account[];
  /** True for a sale that was not there before: its bidders are still to be registered. */
  readonly isNew: boolean;
};

/** Timed lots open this long after the sale is written: the house has started by then. */
const OPENS_AFTER_MS = 1000;

export function prepareDemo(folder: string, now: Date, forceNew: boolean): Prepared {
  mkdirSync(join(folder, PICTURE_FOLDER), { recursive: true, mode: 0o700 });
  const saleFile = join(folder, 'sale.json');
  const accountsFile = join(folder, 'accounts.json');
  const accounts = readAccounts(accountsFile) ?? writeAccounts(accountsFile);
  const last = forceNew ? null : readSale(saleFile);
  if (last !== null && lastCloseAt(last) > now.getTime())
    return { saleId: last.saleId, saleFile, accountsFile, accounts, isNew: false };
  const sale = demoSale(demoSaleId(now), now.getTime() + OPENS_AFTER_MS);
  const titles = Object.fromEntries(sale.lots.map((lot) => [lot.lotId, lot.title]));
  for (const { name, text } of drawPictures(titles)) writeFileSync(join(folder, PICTURE_FOLDER, name), text);
  writeFileSync(saleFile, `${JSON.stringify(sale, null, 1)}\n`);
  return { saleId: sale.saleId, saleFile, accountsFile, accounts, isNew: true };
}

function readSale(file: string): Sale | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Sale;
  } catch {
    // A file cut short by a full disk: a new sale takes its place.
    return null;
  }
}

function readAccounts(file: string): readonly Account[] | null {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly accounts: readonly Account[] }).accounts;
  } catch {
    return null;
  }
}

function writeAccounts(file: string): readonly Account[] {
  const accounts = freshAccounts();
  writeFileSync(file, `${JSON.stringify({ accounts }, null, 1)}\n`, { mode: 0o600 });
  return accounts;
}
