import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchTls } from './tlswatch.ts';

it('notices a renewal once: files replaced, and links turned in a folder elsewhere, as certbot does', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'rostrum-tlswatch-'));
  const at = (...names: readonly string[]) => join(dir, ...names);
  for (const name of ['house', 'live', 'archive']) mkdirSync(at(name));
  const renew = (count: number) => {
    for (const name of ['cert.pem', 'key.pem']) {
      writeFileSync(at('archive', `${count}-${name}`), `${count}`);
      symlinkSync(at('archive', `${count}-${name}`), at('live', 'new'));
      renameSync(at('live', 'new'), at('live', name));
    }
  };
  renew(1);
  for (const name of ['cert.pem', 'key.pem']) symlinkSync(at('live', name), at('house', name));
  let changes = 0;
  const end = watchTls({ cert: at('house', 'cert.pem'), key: at('house', 'key.pem') }, () => {
    changes += 1;
  });
  try {
    // Its first look is what it compares with.
    await new Promise((resolve) => setTimeout(resolve, 600));
    renew(2);
    await expect.poll(() => changes).toBe(1);
    writeFileSync(at('house', 'new'), '3');
    renameSync(at('house', 'new'), at('house', 'cert.pem'));
    await expect.poll(() => changes).toBe(2);
  } finally {
    end();
    rmSync(dir, { recursive: true });
  }
});
