/** The desk's own log: files in a folder, rotated by size, a fixed number kept. Knows no Electron. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import logger from 'electron-log/node';

export type Log = {
  info(sentence: string, detail?: unknown): void;
  warn(sentence: string, detail?: unknown): void;
  error(sentence: string, detail?: unknown): void;
};

export const LOG_BYTES_MAX = 2 * 1024 * 1024;
export const LOG_FILES_KEPT = 5;
const NAME = 'desk.log';

export type LogOptions = { readonly folder: string; readonly bytesMax?: number; readonly isQuiet?: boolean };

export function openLog({ folder, bytesMax = LOG_BYTES_MAX, isQuiet = false }: LogOptions): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = logger.create({ logId: folder });
  own.transports.console.level = isQuiet ? false : 'info';
  own.transports.file.level = 'info';
  own.transports.file.maxSize = bytesMax;
  own.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  own.transports.file.resolvePathFn = () => join(folder, NAME);
  own.transports.file.archiveLogFn = () => rotate(folder);
  return {
    info: (sentence, detail) => own.info(sentence, ...(detail === undefined ? [] : [detail])),
    warn: (sentence, detail) => own.warn(sentence, ...(detail === undefined ? [] : [detail])),
    error: (sentence, detail) => own.error(sentence, ...(detail === undefined ? [] : [detail])),
  };
}

/** `desk.log` becomes `desk.1.log`, that `desk.2.log`; the oldest goes. */
export function rotate(folder: string): void {
  const old = (n: number) => join(folder, `desk.${n}.log`);
  rmSync(old(LOG_FILES_KEPT - 1), { force: true });
  for (let n = LOG_FILES_KEPT - 2; n >= 1; n -= 1) if (existsSync(old(n))) renameSync(old(n), old(n + 1));
  if (existsSync(join(folder, NAME))) renameSync(join(folder, NAME), old(1));
}
