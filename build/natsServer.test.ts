import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  toolsFolder: mkdtempSync(join(folder, 'tools-')),
  unpack: () => false,
  download: null,
  install: null,
  say: () => {},
});

/** A program at `path` that calls itself nats-server of that version. */
function server(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho nats-server: v${version}\n`);
  chmodSync(path, 0o755);
  return path;
}
const onPath = (version: string) => dirname(server(join(mkdtempSync(join(folder, 'bin-')), 'nats-server'), version));
const ofDebian = (version: string) => (into: string) => server(join(into, 'usr/sbin/nats-server'), version) !== '';

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

test('a sound one on the PATH is taken; nobody is asked for another', async () => {
  const unpack = () => expect.fail('asked');
  const found = await bringNatsServer({ ...nowhere(), path: onPath('2.14.0'), unpack });
  expect(found.version).toBe('2.14.0');
});

test('one that a frame kills gives way to what a later Debian has, which is kept', async () => {
  let asked = 0;
  const unpack = (into: string) => {
    asked += 1;
    return ofDebian('2.15.1')(into);
  };
  const sources = { ...nowhere(), path: onPath('2.9.10'), unpack };
  for (let start = 0; start < 2; start += 1)
    expect(await bringNatsServer(sources)).toEqual({
      path: join(sources.toolsFolder, 'nats-server'),
      version: '2.15.1',
    });
  expect(asked).toBe(1);
});

test.each([
  ['nothing', () => false],
  ['one that a frame kills too', ofDebian('2.10.27')],
  ['one that does not run here', (into: string) => server(join(into, 'usr/sbin/nats-server'), '') !== ''],
])(
  'where a later Debian has %s, the one on the PATH serves this machine, and a day passes until it is asked again',
  async (_what, has) => {
    let asked = 0;
    const said: string[] = [];
    const unpack = (into: string) => {
      asked += 1;
      return has(into);
    };
    const sources = { ...nowhere(), path: onPath('2.9.10'), unpack, say: (line: string) => said.push(line) };
    for (let start = 0; start < 2; start += 1) expect((await bringNatsServer(sources)).version).toBe('2.9.10');
    expect(asked).toBe(1);
    expect(said).toEqual([
      'bringing a nats-server: 2.9.10, which is here, can be killed by one WebSocket frame',
      'none was to be had, so 2.9.10 serves this machine only',
    ]);
    expect(existsSync(join(sources.toolsFolder, 'nats-server'))).toBe(false);
    const yesterday = Date.now() / 1_000 - 25 * 3_600;
    utimesSync(join(sources.toolsFolder, 'nats-server.asked'), yesterday, yesterday);
    await bringNatsServer(sources);
    expect(asked).toBe(2);
  },
);

test('with nothing better, this Debian’s is installed', async () => {
  const path = join(mkdtempSync(join(folder, 'empty-')), 'bin');
  const install = () => void server(join(path, 'nats-server'), '2.9.10');
  expect((await bringNatsServer({ ...nowhere(), path, install })).version).toBe('2.9.10');
});

test('a disk without room for a sale is refused before the sale', () => {
  expect(() => prepareFolder(join(folder, 'data'), Number.MAX_SAFE_INTEGER)).toThrow(/MiB left and a sale needs/);
});
