import { expect, it } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { openStage } from '../stage/stage.ts';
import { type NamedBy, ownHosts } from './hosts.ts';

const HERE: NamedBy = { host: '127.0.0.1', tls: null, origins: [], publicServers: [] };

it.each([
  [undefined, true],
  ['127.0.0.1:4280', true],
  ['127.0.0.1', true],
  ['[::1]:4280', true],
  ['192.0.2.1', true],
  ['localhost:4280', true],
  ['rostrum.localhost', true],
  ['evil.example:4280', false],
  ['localhost.evil.example', false],
  ['notlocalhost', false],
  ['127.0.0.1.evil.example', false],
  ['evil.example@127.0.0.1', false],
  ['127.0.0.1/evil.example', false],
  ['', false],
  ['a b', false],
  ['auction.example', false],
])('a house on this machine that is asked as %s: %s', (host, isOwn) => {
  expect(ownHosts(HERE)(host)).toBe(isOwn);
});

it('is called what its pages and desks are told to call it, and with TLS what its certificate says', () => {
  const named = ownHosts({ ...HERE, origins: ['https://Auction.example'], publicServers: ['wss://ws.example/x'] });
  expect(['auction.example', 'AUCTION.example:443', 'ws.example', 'evil.example'].map(named)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(ownHosts({ ...HERE, tls: { cert: 'c', key: 'k' } })('any.example')).toBe(true);
});

it('tells a page nothing that had its own name point at this machine', async () => {
  const stage = await openStage({ port: 4448, sales: [smallSale('s1')] });
  try {
    const { request } = await import('node:http');
    const ask = (path: string, host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asking = request(`${stage.house.url}${path}`, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asking.on('error', reject);
        asking.end();
      });
    for (const path of ['/v1/sales', '/v1/demo', '/metrics', '/'])
      expect(await ask(path, 'evil.example:4448')).toBe(421);
    expect(await ask('/v1/sales', 'localhost:4448')).toBe(200);
  } finally {
    await stage.close();
  }
});
