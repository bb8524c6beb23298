import { describe, expect, it } from 'vitest';
import { parseHouse } from './house.ts';
import { contentPolicy, mayFetch, mayHave, mayRequest, safeExternal } from './policy.ts';

const here = parseHouse('http://127.0.0.1:4280');
const there = parseHouse('https://house.example');
if (here === null || there === null) throw new Error('fixture');

describe('the content policy', () => {
  it('is this text', () => {
    expect(contentPolicy(there)).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self' wss://house.example:*; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it('has nothing unsafe and no wildcard host', () => {
    for (const policy of [contentPolicy(here), contentPolicy(there)]) {
      expect(policy).not.toMatch(/unsafe-|\s\*|\*\./);
    }
  });
});

describe('item 1, secure content only: egress of the page', () => {
  it.each([
    'app://rostrum/',
    'app://rostrum/assets/x.js',
    'wss://house.example/',
    'data:image/png;base64,AA',
    'blob:app://rostrum/1',
  ])('allows %s', (address) => expect(mayRequest(address, there, false)).toBe(true));
  it.each([
    'https://house.example/',
    'http://example.com/',
    'ws://house.example/',
    'wss://other.example/',
    'ws://127.0.0.1:1/',
    'file:///etc/passwd',
    'app://other/',
    'devtools://devtools/x',
    'ftp://x/',
    'nonsense',
  ])('denies %s', (address) => expect(mayRequest(address, there, false)).toBe(false));
  it('allows loopback sockets for a house on this machine, and developer tools while developing only', () => {
    expect(mayRequest('ws://127.0.0.1:4272/', here, false)).toBe(true);
    expect(mayRequest('devtools://devtools/x', here, true)).toBe(true);
    expect(mayRequest('https://example.com/', here, true)).toBe(false);
  });
  it('lets main fetch at the house and nowhere else', () => {
    expect(mayFetch('https://house.example/v1/login', there)).toBe(true);
    for (const other of ['http://house.example/', 'https://house.example:444/', 'https://evil.example/', 'file:///x'])
      expect(mayFetch(other, there)).toBe(false);
  });
});

describe('permissions', () => {
  it('are one: text to the clipboard, from the own main frame', () => {
    expect(mayHave('clipboard-sanitized-write', 'app://rostrum/', true)).toBe(true);
    expect(mayHave('clipboard-sanitized-write', 'app://rostrum/', false)).toBe(false);
    expect(mayHave('clipboard-sanitized-write', 'https://example.com/', true)).toBe(false);
  });
  it.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'hid',
    'serial',
    'usb',
    'clipboard-read',
    'openExternal',
    'fullscreen',
    'unknown',
  ])('deny %s', (permission) => expect(mayHave(permission, 'app://rostrum/', true)).toBe(false));
});

describe('external addresses', () => {
  it('are https', () => expect(safeExternal('https://example.com/a?b')).toBe('https://example.com/a?b'));
  it.each([
    'http://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'calculator:',
    'mailto:a@b.c',
    'https://user@evil.example',
    `https://x/${'a'.repeat(3000)}`,
    'https://',
    '',
  ])('refuse %s', (address) => expect(safeExternal(address)).toBeNull());
});
