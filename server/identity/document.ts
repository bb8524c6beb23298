/** One JSON document on disk, mode 0600: read whole, replaced whole (temporary file, fsync, rename). Knows nothing of what is in it. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GenericSchema, InferOutput } from 'valibot';
import { safeParse } from 'valibot';

export class DocumentFault extends Error {
  readonly code = 'document-unusable';
}

/** The parsed document, or `empty` where there is no file. Throws a `DocumentFault` for a file that is not what it should be. */
export async function readDocument<S extends GenericSchema>(
  path: string,
  schema: S,
  empty: InferOutput<S>,
): Promise<InferOutput<S>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new DocumentFault(`${path} cannot be read (${cause.message}); give the house's user access to it.`, {
      cause,
    });
  });
  if (text === null) return empty;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DocumentFault(`${path} is not JSON; restore it from a backup.`, { cause });
  }
  const parsed = safeParse(schema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = issue.path?.map((part: { readonly key?: unknown }) => String(part.key)).join('.') ?? 'the whole';
    throw new DocumentFault(`${path}: ${where}: ${issue.message}; correct it, or restore it from a backup.`);
  }
  return parsed.output;
}

export async function writeDocument(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
