/** Whether something built is older than its sources. By time of modification: quick, and wrong only towards building once more. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** True when `built` is missing or older than any file below `sources` (tests aside). */
export function isStale(built: string, sources: readonly string[]): boolean {
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return sources.some((source) => newestMs(source) > builtAt);
}

function newestMs(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => !/\.(test|bench|fuzz)\.tsx?$/.test(name))
      .map((name) => newestMs(join(path, name))),
  );
}
