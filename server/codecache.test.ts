import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeCacheEnv } from './codecache.ts';

it('what Node makes of the sources is kept where only the owner may write, and so is a data folder that is made for it', () => {
  const root = mkdtempSync(join(tmpdir(), 'rostrum-codecache-'));
  const dataDir = join(root, 'data');
  expect(codeCacheEnv(dataDir)).toEqual({ NODE_COMPILE_CACHE: join(dataDir, 'cache') });
  for (const dir of [dataDir, join(dataDir, 'cache')]) expect(statSync(dir).mode & 0o777).toBe(0o700);
  // Again, as at each start.
  codeCacheEnv(dataDir);
  rmSync(root, { recursive: true });
});
