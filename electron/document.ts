/** A small JSON file with a schema and a version: written whole or not at all, moved aside when it cannot be read. */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';

export type DocumentOptions<T> = {
  readonly path: string;
  readonly schema: v.GenericSchema<unknown, T>;
  readonly empty: T;
  /** `migrations[n]` makes version n+1 of version n; the newest version is their count. */
  readonly migrations: ReadonlyArray<(old: unknown) => unknown>;
  /** Told when a file was moved aside or a write failed. */
  readonly warn: (sentence: string) => void;
};

export type Document<T> = {
  get(): T;
  /** Resolves when this value, or a later one, is on the disk. */
  set(value: T): Promise<void>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
};

export function openDocument<T>(options: DocumentOptions<T>): Document<T> {
  mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  let value = read(options);
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | null = null;
  const begin = () => {
    queued = null;
    return write(options.path, { version: options.migrations.length, value });
  };
  return {
    get: () => value,
    set(next) {
      value = next;
      if (queued !== null) return queued;
      const written = running.then(begin);
      queued = written;
      running = written.catch((cause: unknown) => options.warn(`${options.path} was not written: ${String(cause)}`));
      return written;
    },
    settled: () => running,
  };
}

const envelope = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(0)), value: v.unknown() });

function read<T>(options: DocumentOptions<T>): T {
  let text: string;
  try {
    text = readFileSync(options.path, 'utf8');
  } catch {
    return options.empty;
  }
  try {
    const { version, value } = v.parse(envelope, JSON.parse(text));
    if (version > options.migrations.length) throw new Error(`version ${version} is newer than this desk`);
    const migrated = options.migrations.slice(version).reduce((old, migrate) => migrate(old), value);
    return v.parse(options.schema, migrated);
  } catch (cause) {
    const aside = `${options.path}.unreadable`;
    renameSync(options.path, aside);
    options.warn(`${options.path} could not be read (${String(cause)}); it was moved to ${aside}`);
    return options.empty;
  }
}

/** Temporary file, sync, rename, sync of the folder: a crash leaves the old text or the new one. */
async function write(path: string, content: unknown): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  if (process.platform !== 'win32') await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
