import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepLogsShort, NATS_LOGS_KEPT } from './logs.ts';
import { startNats } from './start.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rostrum-nats-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('a nats-server that runs already', () => {
  it('is adopted as it runs, and for no other address, port or setting', async () => {
    const ports = { tcp: 4406, webSocket: 4407 };
    const nats = await startNats({ dir, ports });
    try {
      const again = await startNats({ dir, ports });
      expect([again.ours, again.pid]).toEqual([false, nats.pid]);
      await expect(startNats({ dir, ports: { ...ports, webSocket: 4408 } })).rejects.toMatchObject({
        code: 'nats-runs-otherwise',
        message: expect.stringContaining(`end it (kill ${nats.pid}), and start again`),
      });
      await expect(startNats({ dir, ports, host: '0.0.0.0' })).rejects.toMatchObject({
        code: expect.stringMatching(/^websocket-(unsafe-version|needs-tls)$/),
      });
    } finally {
      await nats.stop();
    }
  });
});

it('on a port that another program has is not started, and the option that moves it is named', async () => {
  const ports = { tcp: 4406, webSocket: 4407 };
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(ports.webSocket, '127.0.0.1', resolve));
  try {
    await expect(startNats({ dir, ports })).rejects.toMatchObject({
      code: 'nats-port-taken',
      message: expect.stringMatching(/^Port 4407 on 127\.0\.0\.1 .* with --ws-port\.$/),
    });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

describe('the logs of nats-server', () => {
  const logs = async () => (await readdir(dir)).filter((name) => name.startsWith('nats.log')).sort();
  const turnedOver = (second: number) => `nats.log.2026.11.26.11.11.0${second}.015832120`;

  it('are kept short: a flood of refusals fills no disk', async () => {
    for (const name of ['nats.log', 'nats.conf', turnedOver(1), turnedOver(2), turnedOver(3)])
      await writeFile(join(dir, name), 'x');
    const end = keepLogsShort(dir);
    await expect.poll(logs).toEqual(['nats.log', turnedOver(2), turnedOver(3)]);
    for (const second of [4, 5, 6]) await writeFile(join(dir, turnedOver(second)), 'x');
    await expect.poll(logs).toEqual(['nats.log', turnedOver(5), turnedOver(6)]);
    expect(await readdir(dir)).toContain('nats.conf');
    expect(NATS_LOGS_KEPT).toBe(2);
    end();
  });
});
