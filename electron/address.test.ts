import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetOf, isDeskPage } from './address.ts';

const APP = 'app://rostrum';

describe('addresses of the desk', () => {
  it.each([
    [`${APP}/`, { type: 'file', path: 'index.html' }],
    [APP, { type: 'file', path: 'index.html' }],
    [`${APP}/?role=clerk#x`, { type: 'file', path: 'index.html' }],
    [`${APP}/assets/index-B3_x.js`, { type: 'file', path: 'assets/index-B3_x.js' }],
    [
      `${APP}/v1/sales/demo/images/lot-1.svg`,
      { type: 'house', path: '/v1/sales/demo/images/lot-1.svg', kind: 'image' },
    ],
    [`${APP}/v1/demo`, { type: 'house', path: '/v1/demo', kind: 'json' }],
    [`${APP}/v1/oidc`, { type: 'house', path: '/v1/oidc', kind: 'json' }],
  ])('%s', (address, asset) => {
    expect(assetOf(address)).toEqual(asset);
  });

  it.each([
    `${APP}/../../etc/passwd`,
    `${APP}/assets/../../etc/passwd`,
    `${APP}/%2e%2e/%2e%2e/etc/passwd`,
    `${APP}/..%2f..%2fetc/passwd`,
    `${APP}//etc/passwd`,
    `${APP}/assets//x.js`,
    `${APP}/a\0.js`,
    `${APP}/a%00.js`,
    `${APP}/..\\..\\x`,
    `${APP}/C:/windows/win.ini`,
    `${APP}/.env`,
    `${APP}/assets/.git/config`,
    `${APP}/v1/sales/../login/images/x`,
    `${APP}/${'a/'.repeat(40)}x.js`,
    `${APP}/${'a'.repeat(3000)}`,
  ])('refuses %s', (address) => {
    expect(assetOf(address)).toEqual({ type: 'refused', status: 400 });
  });

  it.each([
    'app://other/index.html',
    'app://rostrum.evil/index.html',
    'app://rostrum@evil/index.html',
    'https://rostrum/index.html',
    'file:///etc/passwd',
    `${APP}/v1/login`,
    `${APP}/v1/sales/demo/feed`,
    `${APP}/v1/sales/a.b/images/x.svg`,
    `${APP}/v1/sales/demo/images/x/y`,
  ])('knows nothing at %s', (address) => {
    expect(assetOf(address)).toEqual({ type: 'refused', status: 404 });
  });

  it('never leaves the folder, whatever the address', () => {
    const root = resolve('/srv/desk');
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '\\', '\0', '//', 'assets', 'x.js', 'C:'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom('/', '\\', '%2f', ''), (pieces, glue) => {
        const asset = assetOf(`${APP}/${pieces.join(glue)}`);
        if (asset.type === 'file') expect(join(root, asset.path).startsWith(root + sep)).toBe(true);
        if (asset.type === 'house') expect(asset.path).toMatch(/^\/v1\/(sales|demo|sales\/[\w-]+\/images\/[\w.-]+)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('has one page that may be navigated to', () => {
    expect(isDeskPage(`${APP}/`)).toBe(true);
    expect(isDeskPage(`${APP}/index.html?role=clerk`)).toBe(true);
    for (const other of [
      `${APP}/v1/sales/demo/images/x.svg`,
      'https://example.com/',
      'file:///index.html',
      'about:blank',
      'app://evil/',
    ])
      expect(isDeskPage(other)).toBe(false);
  });
});
