import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { ListenFault, tryPlace } from './listening.ts';

it('a port is free, or taken by another program', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = Number((server.address() as { readonly port: number }).port);
  const place = { host: '127.0.0.1', port, option: '--ws-port' };
  await expect(tryPlace(place)).rejects.toMatchObject({
    code: 'nats-port-taken',
    message: `Port ${port} on 127.0.0.1 is taken by another program; end that one, or choose another port with --ws-port.`,
  });
  await new Promise((resolve) => server.close(resolve));
  await tryPlace(place);
  // And it is left free.
  await tryPlace(place);
});

it('an address of another machine is said so at once, and not looked for', async () => {
  // A network for documentation (RFC 5737): whoever asked for it would wait for minutes.
  const begunMs = performance.now();
  await expect(tryPlace({ host: '192.0.2.1', port: 0, option: '--ws-port' })).rejects.toMatchObject({
    code: 'address-not-here',
    message: expect.stringMatching(
      /^192\.0\.2\.1 is no address of this machine; give --host one that is: .*127\.0\.0\.1/,
    ),
  });
  expect(performance.now() - begunMs).toBeLessThan(5_000);
});

it.each([
  ['EACCES', 'port-kept', /^Port 443 is kept for root; .* from 1024 on with --port, or .*CAP_NET_BIND_SERVICE/],
  ['EADDRINUSE', 'http-port-taken', /choose another port with --port\.$/],
  ['ENOTFOUND', 'address-not-here', /^sale\.example is no address of this machine/],
  ['EMFILE', 'listen-failed', /EMFILE.*give another --host or --port/],
])('%s is said in a sentence with the way out', (code, stable, words) => {
  const place = { host: 'sale.example', port: 443, option: '--port' };
  const fault = new ListenFault(place, Object.assign(new Error('listen'), { code }));
  expect([fault.code, fault.message]).toEqual([stable, expect.stringMatching(words)]);
});
