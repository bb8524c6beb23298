/** Where Node keeps what it made of the house's sources. Knows no configuration: it is asked for before any is read. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the data, where nobody else may write: makes the folder, and the one of the data, for their owner only. */
export function codeDirOf(dataDir: string): string {
  const dir = join(dataDir, 'cache');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

/**
 * For whoever starts the house: with it Node finds the first sources made, too, and need not load its compiler, which is a sixth
 * of a start.
 */
export function codeCacheEnv(dataDir: string): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: codeDirOf(dataDir) };
}
