import { expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { ownOrigins, startOwnNats } from './own.ts';

const tls = { cert: '/c', key: '/k' };

it("the house's own page comes from the names by which desks are told to come, at the house's port", () => {
  const publicServers = ['wss://sale.example.com:4272', 'wss://sale.example.com:4273', 'wss://[fd77::1]:4272/bus'];
  expect(ownOrigins({ host: '0.0.0.0', port: 4280, tls, publicServers })).toEqual([
    'https://0.0.0.0:4280',
    'https://localhost:4280',
    'https://sale.example.com:4280',
    'https://[fd77::1]:4280',
  ]);
  expect(ownOrigins({ host: '::1', port: 80, tls: null, publicServers: [] })).toEqual([
    'http://[::1]:80',
    'http://localhost:80',
  ]);
});

it('a certificate that cannot be used is said in the words of the house, before anything starts', async () => {
  const config = readConfig(['--data', '/nowhere', '--tls-cert', '/no/cert.pem', '--tls-key', '/no/key.pem'], {});
  if (config === null) throw new Error('no configuration');
  await expect(startOwnNats(config, {})).rejects.toMatchObject({
    code: 'tls-unusable',
    message: expect.stringMatching(/^\/no\/cert\.pem cannot be read \(ENOENT\); give --tls-cert/),
  });
});
