/** Notices that the certificate files changed, and says so once they have been still for a moment. */
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { TlsFiles } from '../nats/conf.ts';

const STILL_MS = 200;

/** Calls `changed` after either file was written or replaced; the return value stops watching. */
export function watchTls(tls: TlsFiles, changed: () => void): () => void {
  const names = new Set([basename(tls.cert), basename(tls.key)]);
  let timer: NodeJS.Timeout | undefined;
  // The folders, since a renewal replaces the files and leaves the old ones to a watcher of files.
  const watchers = [...new Set([dirname(tls.cert), dirname(tls.key)])].map((dir) =>
    watch(dir, (_event, name) => {
      if (name !== null && !names.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, STILL_MS);
    }).on('error', () => {}),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
