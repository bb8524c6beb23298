/** A bus with the house's own rights, for the floors that stand in its place. */
import { createUser } from 'nkeys.js';
import { inboxPrefix } from '../../../protocol/subjects.ts';
import { type Bus, connectBus } from '../../bus.ts';
import { houseJwt } from '../../nats/claims.ts';
import { openKeys } from '../../nats/keys.ts';

export async function houseBus(dir: string, port: number): Promise<Bus> {
  const keys = await openKeys(dir);
  const user = createUser();
  return connectBus({
    url: `nats://127.0.0.1:${port}`,
    name: 'bench-floor',
    jwt: await houseJwt(keys, user.getPublicKey()),
    seed: user.getSeed(),
    inboxPrefix: inboxPrefix('bench'),
    onStatus: () => {},
  });
}
