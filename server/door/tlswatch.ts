/** Notices that the certificate files changed, and says so once they have been still for a moment. */
import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import type { TlsFiles } from '../nats/conf.ts';

const LOOK_MS = 500;
/** Longer than until the other of the two is looked at. */
const STILL_MS = 700;

/** Calls `changed` after either file was written or replaced; the return value stops watching. */
export function watchTls(tls: TlsFiles, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const noted: StatsListener = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, STILL_MS);
  };
  // By looking where the path leads: a renewal may turn a link that lies in another folder, of which no watcher here would hear.
  for (const path of [tls.cert, tls.key]) watchFile(path, { interval: LOOK_MS, persistent: false }, noted);
  return () => {
    clearTimeout(timer);
    for (const path of [tls.cert, tls.key]) unwatchFile(path, noted);
  };
}
