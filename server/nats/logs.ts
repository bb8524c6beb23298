/** Keeps the logs of nats-server short: it writes a line for every refusal, turns its file over by size, and never drops an old one. */
import { watch } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that were turned over and stay. */
export const NATS_LOGS_KEPT = 2;

/** Drops what is too old now, and whenever a file is turned over; the return value ends it. */
export function keepLogsShort(dir: string): () => void {
  drop(dir);
  const watcher = watch(dir, (_event, name) => {
    if (name?.startsWith('nats.log.')) drop(dir);
  }).on('error', () => {});
  return () => watcher.close();
}

/** What cannot be read or dropped now goes with the next. */
function drop(dir: string): void {
  readdir(dir)
    .then((names) => {
      // Their names end with the time, so that the order of the names is theirs.
      const old = names.filter((name) => name.startsWith('nats.log.')).sort();
      return Promise.all(old.slice(0, -NATS_LOGS_KEPT).map((name) => rm(join(dir, name), { force: true })));
    })
    .catch(() => {});
}
