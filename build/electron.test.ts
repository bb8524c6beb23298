/** The vehicle's digest, the fuse table, the icons and the bundles' targets. */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { appManifest, TARGETS } from './electron.ts';
import { deskCommand } from './electron-find.ts';
import { fuseMismatch, fuseTable } from './fuses.ts';
import { ICON_SIZES, iconPng } from './icon.ts';
import { builderConfig, releaseFolder } from './package.ts';
import { cacheFolder, checkIntegrity } from './vehicle.ts';

const vehicle = { kind: 'vehicle', folder: '/v', binary: '/v/electron', version: '25.1.1', word: 'w' } as const;
const official = { kind: 'official', folder: '/e', binary: '/e/electron', version: '45.4.1', word: 'w' } as const;

describe('the vehicle', () => {
  it('is taken with its pinned digest only', () => {
    const bytes = Buffer.from('vehicle');
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    expect(() => checkIntegrity(bytes, integrity)).not.toThrow();
    expect(() => checkIntegrity(Buffer.from('vehiclE'), integrity)).toThrow(/Do not use it/);
  });
  it('lives outside the repository', () => {
    expect(cacheFolder({ ROSTRUM_CACHE: '/c' })).toBe('/c');
    expect(cacheFolder({})).not.toContain(new URL('..', import.meta.url).pathname);
  });
  it('is never where a release is', () => {
    expect(releaseFolder(vehicle)).toMatch(/release\/not-for-release-electron-25\.1\.1$/);
    expect(releaseFolder(official)).toMatch(/release$/);
  });
  it('is named by the archive itself', () => {
    const named = (electron: typeof vehicle | typeof official) =>
      builderConfig({ electron, out: '/o', deskFolder: '/d', targets: ['tar.gz'] }, '/i').artifactName;
    expect(named(vehicle)).toMatch(/^rostrum-.*-not-for-release-electron-25\.1\.1\.\$\{ext\}$/);
    expect(named(official)).not.toContain('not-for-release');
  });
});

describe('running the desk while developing', () => {
  it('gives the official Electron the folder, and no --no-sandbox but for root', () => {
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    expect(deskCommand(official, '/app', ['--house=x'])).toEqual({
      command: '/e/electron',
      args: [...(isRoot ? ['--no-sandbox'] : []), '/app', '--house=x'],
    });
  });
});

describe('item 19, fuses', () => {
  it('are off where they open a way in, for each Electron what it has', () => {
    const old = fuseTable('25.1.1', 'linux');
    expect(old).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: false,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
    });
    expect(fuseTable('45.4.1', 'win32')).toEqual({
      ...old,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
  it('that differ or are absent are named', () => {
    const table = fuseTable('45.4.1', 'linux');
    expect(fuseMismatch(table, { ...table })).toEqual([]);
    expect(fuseMismatch(table, { ...table, runAsNode: true })).toEqual(['runAsNode']);
    const { grantFileProtocolExtraPrivileges: _absent, ...without } = table;
    expect(fuseMismatch(table, without)).toEqual(['grantFileProtocolExtraPrivileges']);
  });
});

describe('icons', () => {
  it.each(ICON_SIZES)('of %i pixels: clear corners, the ground, white ink', (size) => {
    const png = iconPng(size);
    expect(png.readUInt32BE(16)).toBe(size);
    const at = png.indexOf('IDAT');
    const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect(raw.length).toBe(size * (size * 4 + 1));
    const pixel = (x: number, y: number) => [
      ...raw.subarray(y * (size * 4 + 1) + 1 + x * 4, y * (size * 4 + 1) + 5 + x * 4),
    ];
    expect(pixel(0, 0)[3]).toBe(0);
    expect(pixel(size >> 1, Math.floor(size * 0.94))).toEqual([0x2a, 0x6b, 0xe0, 255]);
    const ink = pixel(size >> 1, Math.floor((25 / 32) * size));
    expect(Math.min(...ink)).toBeGreaterThan(size < 32 ? 150 : 240);
  });
});

it('the bundles are for the oldest Electron, and the manifest starts nothing by itself', () => {
  expect(TARGETS).toEqual({ main: 'node18', preload: 'chrome114' });
  expect(Object.keys(appManifest()).sort()).toEqual([
    'author',
    'description',
    'main',
    'name',
    'productName',
    'version',
  ]);
});
