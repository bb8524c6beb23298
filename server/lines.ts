/** The house's lines to nats-server: its own connection, and the system's, over which revocations are pushed. Keys live in memory only. */
import { createUser } from 'nkeys.js';
import { type Bus, type BusStatus, connectBus } from './bus.ts';
import { accountJwt, houseJwt, type Revocations, systemUserJwt } from './nats/claims.ts';
import type { HouseKeys } from './nats/keys.ts';

export type Lines = {
  readonly bus: Bus;
  /** Has nats-server void what was issued; it drops the connections that are concerned. */
  pushRevocations(revocations: Revocations): Promise<void>;
  close(): Promise<void>;
};

export class ClaimsFault extends Error {
  readonly code = 'claims-refused';
}

const CLAIMS_SUBJECT = '$SYS.REQ.CLAIMS.UPDATE';
const CLAIMS_MS_MAX = 2_000;

export type LinesInput = {
  readonly url: string;
  readonly keys: HouseKeys;
  readonly onStatus: (status: BusStatus) => void;
};

export async function openLines(input: LinesInput): Promise<Lines> {
  const { url, keys } = input;
  const own = createUser();
  const system = createUser();
  const bus = await connectBus({
    url,
    name: 'house',
    jwt: await houseJwt(keys, own.getPublicKey()),
    seed: own.getSeed(),
    onStatus: input.onStatus,
  });
  const systemBus = await connectBus({
    url,
    name: 'house-system',
    jwt: await systemUserJwt(keys, system.getPublicKey()),
    seed: system.getSeed(),
    onStatus: () => {},
  });
  return {
    bus,
    async pushRevocations(revocations) {
      const jwt = await accountJwt(keys, revocations);
      const answer = await systemBus.request(CLAIMS_SUBJECT, Buffer.from(jwt), CLAIMS_MS_MAX);
      const said = Buffer.from(answer).toString();
      if (!/"code":\s*200/.test(said))
        throw new ClaimsFault(`nats-server did not take the account's claims: ${said.slice(0, 300)}; see its log.`);
    },
    async close() {
      await bus.close();
      await systemBus.close();
    },
  };
}
