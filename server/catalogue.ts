/** Reads a sale from a file (JSON, or a CSV catalogue) and checks what people will see of it; the pictures beside it come along. */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Sale } from '../protocol/sale.ts';
import { checkSale, unknownField } from '../protocol/sale-schema.ts';
import { type CsvTerms, saleOfCsv } from './cataloguecsv.ts';
import { isPlainText } from './text.ts';

export class CatalogueFault extends Error {
  readonly code = 'catalogue-unusable';
}

/** The sale of a file; a CSV has only lots, the rest comes from `terms`. */
export async function readCatalogue(path: string, terms: CsvTerms | null = null): Promise<Sale> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CatalogueFault(`${path} cannot be read (${cause.code}); give the path of a sale.`, { cause });
  });
  if (extname(path).toLowerCase() === '.csv') {
    if (terms === null)
      throw new CatalogueFault(`${path} is a list of lots; say --id, --title and --currency with it.`);
    const read = saleOfCsv(text, terms);
    if (!read.ok) throw new CatalogueFault(`${path}: ${read.error}; correct it there.`);
    return showable(read.value, path);
  }
  try {
    return showable(JSON.parse(text), path);
  } catch (cause) {
    if (cause instanceof CatalogueFault) throw cause;
    throw new CatalogueFault(`${path} is not JSON (${cause instanceof Error ? cause.message : 'unreadable'}).`, {
      cause,
    });
  }
}

/** A value as a sale that the rules take and that may be shown; throws a `CatalogueFault` that names the first field at fault. */
export function showable(value: unknown, path: string): Sale {
  const checked = checkSale(value);
  if (!checked.ok) throw new CatalogueFault(`${path}: ${checked.error}; correct it there.`);
  const sale = checked.value;
  const unknown = unknownField(sale);
  if (unknown !== null)
    throw new CatalogueFault(`${path}: ${unknown}: is no field of a sale; correct its spelling, or take it out.`);
  const unfit = unfitText(sale);
  if (unfit !== null)
    throw new CatalogueFault(`${path}: ${unfit}: has characters that hide or turn text; correct it there.`);
  return sale;
}

/** Copies `images/` beside a catalogue to the sale's own folder. */
export async function bringImages(path: string, saleDir: string): Promise<void> {
  const images = join(saleDir, 'images');
  await mkdir(images, { recursive: true, mode: 0o700 });
  await cp(join(dirname(path), 'images'), images, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
}

function unfitText(sale: Sale): string | null {
  const lines: (readonly [string, string | undefined])[] = [['title', sale.title]];
  for (const [index, { title, section, description }] of sale.lots.entries()) {
    lines.push([`lots[${index}].title`, title], [`lots[${index}].section`, section]);
    for (const line of description?.split(/\r?\n/) ?? []) lines.push([`lots[${index}].description`, line]);
  }
  return (
    lines.find(([, text]) => text !== undefined && text.trim() !== '' && !isPlainText(text, text.length))?.[0] ?? null
  );
}
