/** Reads a sale from a JSON file and checks what people will see; the pictures beside it come along. What the rules ask is the core's to check. */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Sale } from '../protocol/sale.ts';
import { isToken } from '../protocol/subjects.ts';
import { isPlainText } from './text.ts';

export class CatalogueFault extends Error {
  readonly code = 'catalogue-unusable';
}

const TITLE_LENGTH_MAX = 300;
const DESCRIPTION_LENGTH_MAX = 4_000;

const id = v.pipe(
  v.string(),
  v.check((text) => isToken(text), 'an id is 1 to 64 of A-Z a-z 0-9 _ -'),
);
const line = (lengthMax: number) =>
  v.pipe(
    v.string(),
    v.check((text) => isPlainText(text, lengthMax), `one line of at most ${lengthMax} visible characters`),
  );
const LotSchema = v.looseObject({
  lotId: id,
  number: v.number(),
  title: line(TITLE_LENGTH_MAX),
  format: v.picklist(['live', 'timed', 'dutch', 'sealed']),
  section: v.optional(line(TITLE_LENGTH_MAX)),
  // Paragraphs are allowed in a description, and nothing that hides or turns the text.
  description: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(DESCRIPTION_LENGTH_MAX),
      v.check(
        (text) => text.split('\n').every((part) => part.trim() === '' || isPlainText(part, DESCRIPTION_LENGTH_MAX)),
        'text',
      ),
    ),
  ),
  image: v.optional(v.pipe(v.string(), v.regex(/^\/?[A-Za-z0-9._/-]{1,200}$/, 'a path below the desk’s own origin'))),
});
const SaleSchema = v.looseObject({
  saleId: id,
  title: line(TITLE_LENGTH_MAX),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')),
  lots: v.pipe(v.array(LotSchema), v.minLength(1)),
});

/** The sale of a file. With `salesDir`, `images/` beside the file is copied to the sale's own folder. */
export async function readCatalogue(path: string, salesDir: string | null): Promise<Sale> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CatalogueFault(`${path} cannot be read (${cause.code}); give the path of a sale.`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CatalogueFault(`${path} is not JSON; see docs/reference/sale.md.`, { cause });
  }
  const sale = checkSale(value, path);
  if (salesDir !== null) {
    const images = join(salesDir, sale.saleId, 'images');
    await mkdir(images, { recursive: true, mode: 0o700 });
    await cp(join(dirname(path), 'images'), images, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
    });
  }
  return sale;
}

/** A value as a sale that may be shown; throws a `CatalogueFault` that names the first field at fault. */
export function checkSale(value: unknown, path: string): Sale {
  const parsed = v.safeParse(SaleSchema, value);
  if (parsed.success) return parsed.output as unknown as Sale;
  const issue = parsed.issues[0];
  throw new CatalogueFault(`${path}: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}; correct it there.`);
}
