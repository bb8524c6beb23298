import { describe, expect, it } from 'vitest';
import { type NatsConf, NatsConfFault, natsConf } from './conf.ts';
import { canRefuseStall, hasFrameFlaw } from './version.ts';

const SAFE = '2.14.5';
const conf: NatsConf = {
  binary: { path: 'nats-server', version: '2.9.10' },
  host: '127.0.0.1',
  tcpPort: 4350,
  webSocketPort: 4351,
  tls: null,
  origins: ['http://127.0.0.1:4280'],
  dir: '/tmp/x',
  operator: 'JWT',
  systemAccount: 'ASYS',
  accounts: { ASYS: 'S', AHOUSE: 'H' },
};
const codeOf = (change: Partial<NatsConf>): string => {
  try {
    natsConf({ ...conf, ...change });
    return 'written';
  } catch (fault) {
    return fault instanceof NatsConfFault ? fault.code : String(fault);
  }
};

describe('the configuration writer', () => {
  it.each([
    ['2.9.10', true],
    ['2.11.13', true],
    ['2.11.14', false],
    ['2.12.4', true],
    ['2.12.5', false],
    ['2.13.0', true],
    ['2.14.0', false],
    ['3.0.0', false],
    ['1.4.1', true],
  ])('knows whether %s has CVE-2026-27889: %s', (version, flawed) => {
    expect(hasFrameFlaw(version)).toBe(flawed);
  });

  it('serves an old version on loopback only', () => {
    expect(codeOf({})).toBe('written');
    expect(codeOf({ host: '::1' })).toBe('written');
    const tls = { cert: '/c', key: '/k' };
    expect(codeOf({ host: '0.0.0.0', tls })).toBe('websocket-unsafe-version');
    expect(codeOf({ host: '10.0.0.5', tls })).toBe('websocket-unsafe-version');
    expect(codeOf({ host: '127.0.0.1.example.org', tls })).toBe('websocket-unsafe-version');
  });

  it('serves beyond loopback with TLS only', () => {
    const binary = { path: 'nats-server', version: SAFE };
    expect(codeOf({ host: '0.0.0.0', binary })).toBe('websocket-needs-tls');
    expect(codeOf({ host: '0.0.0.0', binary, tls: { cert: '/c', key: '/k' } })).toBe('written');
  });

  it("keeps the TCP port, which is the house's own, to this machine", () => {
    const wide = { ...conf, binary: { path: 'x', version: SAFE }, tls: { cert: '/c', key: '/k' } };
    for (const host of ['0.0.0.0', '10.0.0.5', 'fd77::1', '::'])
      expect(natsConf({ ...wide, host })).toMatch(/^listen: "127\.0\.0\.1:4350"$/m);
    expect(natsConf({ ...wide, host: '::1' })).toMatch(/^listen: "\[::1\]:4350"$/m);
    expect(natsConf({ ...wide, host: '10.0.0.5' })).toMatch(/^ {2}listen: "10\.0\.0\.5:4351"$/m);
  });

  it('says what is wrong and the way out in one sentence', () => {
    expect(() => natsConf({ ...conf, host: '0.0.0.0' })).toThrow(/CVE-2026-27889.*install 2\.14.*127\.0\.0\.1/);
  });

  it('asks a server that can to stall nobody', () => {
    expect(canRefuseStall('2.9.10')).toBe(false);
    expect(natsConf(conf)).not.toMatch(/^no_fast_producer_stall/m);
    expect(natsConf({ ...conf, binary: { path: 'x', version: SAFE } })).toMatch(/^no_fast_producer_stall: true$/m);
  });

  it('cannot be broken out of by a path or an origin', () => {
    const text = natsConf({ ...conf, origins: ['http://a"]\nauthorization {}'] });
    expect(text).not.toMatch(/^authorization/m);
  });
});
