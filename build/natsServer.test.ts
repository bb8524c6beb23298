import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareFolder } from './folder.ts';
import { bringNatsServer, type NatsSources } from './natsServer.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rostrum-nats-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nowhere = (): NatsSources => ({
  given: null,
  path: '',
  toolsFolder: join(folder, 'tools'),
  canApt: false,
  download: null,
  say: () => {},
});

test('nothing to find, to install or to download: the next step is named', async () => {
  await expect(bringNatsServer(nowhere())).rejects.toMatchObject({
    code: 'nats-server-missing',
    message: expect.stringMatching(/not on the PATH.*install version 2\.14 or later/),
  });
});

test('a download that fails says why', async () => {
  const download = () => Promise.reject(new Error('ENETUNREACH'));
  await expect(bringNatsServer({ ...nowhere(), download })).rejects.toMatchObject({
    code: 'nats-server-missing',
    message: expect.stringContaining('could not be downloaded (ENETUNREACH)'),
  });
});

test('a download that is not the pinned one is not used', async () => {
  const download = () => Promise.resolve(new TextEncoder().encode('something else'));
  await expect(bringNatsServer({ ...nowhere(), download })).rejects.toMatchObject({ code: 'checksum-mismatch' });
});

test('the one that was asked for is taken, or refused when it cannot be run', async () => {
  const given = join(folder, 'own-server');
  writeFileSync(given, '#!/bin/sh\necho nats-server: v2.14.9\n');
  await expect(bringNatsServer({ ...nowhere(), given })).rejects.toMatchObject({ code: 'nats-server-missing' });
  chmodSync(given, 0o755);
  expect(await bringNatsServer({ ...nowhere(), given })).toEqual({ path: given, version: '2.14.9' });
});

test('a disk without room for a sale is refused before the sale', () => {
  expect(() => prepareFolder(join(folder, 'data'), Number.MAX_SAFE_INTEGER)).toThrow(/MiB left and a sale needs/);
});
