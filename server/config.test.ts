import { describe, expect, it } from 'vitest';
import { limitsOf, readConfig } from './config.ts';
import { LIMITS } from './door/limits.ts';

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
    expect(readConfig([...elsewhere, '0.0.0.0', '--tls-cert', 'c', '--tls-key', 'k'], {})?.host).toBe('0.0.0.0');
  });
});
