import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkEvents } from './feed/link.ts';
import type { Pass } from './feed/words.ts';
import { openLink } from './feed.ts';

const TCP = Number(process.env.ROSTRUM_TEST_PORT ?? 4510);
const key = createUser();
const pass: Pass = {
  jwt: '',
  expiresAt: 0,
  servers: [`ws://127.0.0.1:${TCP + 1}`],
  publicKey: key.getPublicKey(),
  user: { id: 'anna', role: 'bidder', name: 'Anna', paddle: null },
};
const sign = async (nonce: string) => {
  // The signature takes its time, as it does from another process.
  await new Promise((resolve) => setTimeout(resolve, 30));
  return Buffer.from(key.sign(new TextEncoder().encode(nonce))).toString('base64');
};
const silent: LinkEvents = { onDown() {}, onAttempt() {}, onUp() {}, onDenied() {}, onForbidden() {} };

const hasServer = spawnSync('nats-server', ['--version']).status === 0;
if (!hasServer) console.warn('SKIPPED: nats-server is not on the PATH; the gate is not tried on a real server.');

describe.skipIf(!hasServer)('the connection of a desk, on a real nats-server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-feed-'));
  let server: ChildProcess | null = null;

  const start = async () => {
    server = spawn('nats-server', ['-c', join(folder, 'nats.conf')], { stdio: 'ignore' });
    for (;;) {
      const isUp = await new Promise((resolve) => {
        const probe = connect(TCP + 1, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
        probe.unref();
      });
      if (isUp) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server?.once('exit', () => resolve());
      server?.kill('SIGKILL');
    });

  beforeAll(async () => {
    const config = `listen: "127.0.0.1:${TCP}"
websocket { listen: "127.0.0.1:${TCP + 1}", no_tls: true }
authorization { users: [{ nkey: ${pass.publicKey} }] }
`;
    writeFileSync(join(folder, 'nats.conf'), config);
    await start();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  test('is let in by a signature that came late, and by a new one after a restart of the server', async () => {
    let back: () => void = () => undefined;
    const isBack = new Promise<void>((resolve) => {
      back = resolve;
    });
    const link = await openLink(() => pass, sign, { ...silent, onUp: back });
    const heard = new Promise<string>((resolve) =>
      link.subscribe('there', (bytes) => resolve(new TextDecoder().decode(bytes))),
    );
    await link.flush();
    await stop();
    await start();
    await isBack;
    await expect(link.request('there', new TextEncoder().encode('hello'), 200)).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(await heard).toBe('hello');
    await expect(link.request('nobody', new Uint8Array(), 500)).rejects.toMatchObject({ code: 'nobody' });
    await link.close();
  });

  test('is not let in by the signature of another key, and goes on trying', async () => {
    const other = createUser();
    let denied: () => void = () => undefined;
    let attempts = 0;
    const wasTried = new Promise<void>((resolve) => {
      denied = resolve;
    });
    const forged = async (nonce: string) => Buffer.from(other.sign(new TextEncoder().encode(nonce))).toString('base64');
    const events = {
      ...silent,
      onAttempt() {
        attempts += 1;
        if (attempts === 3) denied();
      },
    };
    let isOpen = false;
    void openLink(() => pass, forged, events).then(
      () => {
        isOpen = true;
      },
      () => denied(),
    );
    await wasTried;
    expect(isOpen).toBe(false);
  });
});
