/** Reads a sale from a file (JSON, or a CSV catalogue) and checks what people will see of it; the pictures beside it come along. */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { type Catalogue, type CatalogueTerms, checkCatalogue, checkSaleValue } from '../protocol/catalogue.ts';
import type { Sale } from '../protocol/sale.ts';

export class CatalogueFault extends Error {
  readonly code = 'catalogue-unusable';
}

/** The sale of a file; a CSV has only lots, the rest comes from `terms`. */
export async function readCatalogue(path: string, terms: CatalogueTerms | null = null): Promise<Sale> {
  const written = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CatalogueFault(`${path} cannot be read (${cause.code}); give the path of a sale.`, { cause });
  });
  // The mark of UTF-8, as spreadsheets and editors of Windows write it: a desk reads over it too.
  const text = written.replace(/^\ufeff/, '');
  if (extname(path).toLowerCase() === '.csv') {
    if (terms === null)
      throw new CatalogueFault(`${path} is a list of lots; say --id, --title and --currency with it.`);
    return soundOf(checkCatalogue(text, 'csv', terms), path);
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

/** A value as a sale that the rules take and that may be shown; throws a `CatalogueFault` that names the fields at fault. */
export function showable(value: unknown, path: string): Sale {
  return soundOf(checkSaleValue(value), path);
}

/** So many faults are told at a time: the rest show when these are mended, or in the desk's preview at once. */
const FAULTS_TOLD_MAX = 5;

function soundOf({ sale, faults }: Catalogue, path: string): Sale {
  if (sale !== null) return sale;
  const told = faults.slice(0, FAULTS_TOLD_MAX).map(({ place, why }) => `${place}: ${why}`);
  const more = faults.length > told.length ? `; and ${faults.length - told.length} more` : '';
  throw new CatalogueFault(`${path}: ${told.join('; ')}${more}; correct it there.`);
}

/** Copies `images/` beside a catalogue to the sale's own folder. */
export async function bringImages(path: string, saleDir: string): Promise<void> {
  const images = join(saleDir, 'images');
  await mkdir(images, { recursive: true, mode: 0o700 });
  await cp(join(dirname(path), 'images'), images, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
}
