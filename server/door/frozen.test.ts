/** A desk that takes nothing any more must cost the others nothing: nats-server would slow the house down for its sake unless told not to. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { expect, it } from 'vitest';
import { type Bus, connectBus } from '../bus.ts';
import { houseJwt } from '../nats/claims.ts';
import { openKeys } from '../nats/keys.ts';
import { startNats } from '../nats/start.ts';
import { canRefuseStall, findNats } from '../nats/version.ts';

const PORTS = { tcp: 4940, webSocket: 4941 };
/** More than both ends' buffers hold, in flushes such as a busy house makes. */
const [FLUSHES, MESSAGES, BYTES] = [400, 50, 1_000];

const version = (await findNats().catch(() => null))?.version ?? '0.0.0';
const title = 'a frozen desk stalls nobody';

it.skipIf(!canRefuseStall(version))(
  canRefuseStall(version) ? title : `${title} (skipped: nats-server ${version} cannot be told so, 2.11 can)`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'rostrum-frozen-'));
    const nats = await startNats({ dir, ports: PORTS });
    try {
      const keys = await openKeys(dir);
      const user = createUser();
      const jwt = await houseJwt(keys, user.getPublicKey());
      const house = await connectBus({ url: nats.url, name: 'house', jwt, seed: user.getSeed(), onStatus() {} });
      const aloneMs = await flood(house);
      const frozen = connect(PORTS.tcp, '127.0.0.1');
      const [info] = (await once(frozen, 'data')) as [Buffer];
      const { nonce } = JSON.parse(info.toString().slice('INFO '.length)) as { readonly nonce: string };
      const sig = Buffer.from(user.sign(Buffer.from(nonce))).toString('base64url');
      frozen.write(`CONNECT ${JSON.stringify({ verbose: false, jwt, sig })}\r\nSUB tick.> 1\r\nPING\r\n`);
      expect(String(await once(frozen, 'data'))).toContain('PONG');
      frozen.pause();
      const besideMs = await flood(house);
      console.info(`alone ${aloneMs.toFixed(0)} ms, beside a frozen one ${besideMs.toFixed(0)} ms`);
      // Else it waits until the frozen one is cut off, which takes two seconds.
      expect(besideMs - aloneMs).toBeLessThan(1_000);
      frozen.destroy();
      await house.close();
    } finally {
      await nats.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

async function flood(house: Bus): Promise<number> {
  const message = Buffer.alloc(BYTES, 'x');
  const begunMs = performance.now();
  for (let flush = 0; flush < FLUSHES; flush += 1) {
    for (let count = 0; count < MESSAGES; count += 1) house.publish('tick.s1.l1', message);
    await house.flush();
  }
  return performance.now() - begunMs;
}
