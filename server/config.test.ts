import { describe, expect, it } from 'vitest';
import { limitsOf, readConfig } from './config.ts';
import { LIMITS } from './door/limits.ts';

const TLS = ['--tls-cert', 'c', '--tls-key', 'k'];

describe('--limits', () => {
  it('replaces limits by name', () => {
    expect(limitsOf(undefined)).toEqual(LIMITS);
    expect(limitsOf('{"batchMax":7,"bidder":{"perSecond":1,"burst":2}}')).toEqual({
      ...LIMITS,
      batchMax: 7,
      bidder: { perSecond: 1, burst: 2 },
    });
  });

  it.each([
    '[]',
    'null',
    '7',
    '"batchMax"',
    '{"__proto__":1}',
    '{"constructor":{"perSecond":1,"burst":1}}',
    '{"batchMax":-1}',
    '{"batchMax":"7"}',
    '{"batchMax":{"perSecond":1,"burst":1}}',
    '{"bidder":7}',
    '{"bidder":{"perSecond":0,"burst":1}}',
  ])('takes no %s', (text) => {
    expect(() => limitsOf(text)).toThrow(/^--limits/);
  });

  it('lets no session live longer than the wire says', () => {
    expect(limitsOf('{"jwtLifeMs":300000}').jwtLifeMs).toBe(300_000);
    expect(() => limitsOf('{"jwtLifeMs":300001}')).toThrow(/five minutes/);
  });
});

describe('--host', () => {
  const elsewhere = ['--data', '/d', '--nats', 'nats://127.0.0.1:4222', '--host'];

  it('is not served without TLS beyond this machine, also beside a nats-server that is not ours', () => {
    expect(() => readConfig([...elsewhere, '0.0.0.0'], {})).toThrow(/passwords in the clear; give --tls-cert/);
    expect(readConfig([...elsewhere, '127.0.0.1'], {})?.host).toBe('127.0.0.1');
    expect(readConfig([...elsewhere, '10.0.0.5', ...TLS], {})?.host).toBe('10.0.0.5');
  });

  it.each([
    ['0.0.0.0', /none that a desk could go to; give --public-ws wss:/],
    ['::', /none that a desk could go to; give --public-ws wss:/],
    // Chromium reads no address of IPv6 in a content policy.
    ['fd77::1', /of IPv6, to which no page may speak but by a name; give --public-ws wss:/],
  ])('that is no way for desks (%s) wants to be told by which name they come', (host, words) => {
    const all = ['--data', '/d', '--host', host, ...TLS];
    expect(() => readConfig(all, {})).toThrow(words);
    expect(() => readConfig([...all, '--public-ws', 'wss://[fd77::1]:4272'], {})).toThrow(
      /IPv6 by a name only; give wss:/,
    );
    expect(readConfig([...all, '--public-ws', 'wss://sale.example:4272'], {})?.host).toBe(host);
  });
});

describe('addresses for desks', () => {
  it.each(['sale.example:4272', 'https://sale.example', 'wss:///', 'wss://'])('are no %s', (url) => {
    expect(() => readConfig(['--public-ws', url], {})).toThrow(/^--public-ws is .* give wss:/);
  });

  it('are secure where the page is, and may be so where it is not', () => {
    expect(() => readConfig(['--public-ws', 'ws://sale.example:4272', ...TLS], {})).toThrow(/begins with wss:/);
    expect(readConfig(['--public-ws', 'ws://sale.example:4272'], {})?.publicServers).toHaveLength(1);
    expect(readConfig(['--public-ws', 'wss://sale.example/bus'], {})?.publicServers).toHaveLength(1);
  });

  it('and origins are taken as a browser writes them', () => {
    const given = ['--origin', 'https://Sale.example:443/', '--origin', 'http://[::1]:4280'];
    expect(readConfig(given, {})?.origins).toEqual(['https://sale.example', 'http://[::1]:4280']);
    for (const origin of ['sale.example', 'app://desk', 'https://'])
      expect(() => readConfig(['--origin', origin], {})).toThrow(/^--origin is .* give https:/);
  });
});
