/** The house's lines to nats-server: its own connection, and the system's, over which revocations are pushed. Keys live in memory only. */
import { createUser } from 'nkeys.js';
import { type Bus, type BusStatus, connectBus } from './bus.ts';
import type { Connections } from './door/connections.ts';
import type { Holder } from './identity/revocations.ts';
import type { Arrival } from './identity/sessions.ts';
import { accountJwt, houseJwt, type Revocations, saidBy, systemUserJwt } from './nats/claims.ts';
import { quickPair } from './nats/ed25519.ts';
import type { HouseKeys } from './nats/keys.ts';

export type Lines = {
  readonly bus: Bus;
  /** Has nats-server void what was issued; it drops the connections that are concerned. */
  pushRevocations(revocations: Revocations): Promise<void>;
  /** The public keys with which these users are connected now, each with its user. */
  keysOf(users: ReadonlySet<string>): Promise<readonly Required<Holder>[]>;
  /** Whose these connections are, or were until just now. */
  usersOf(connections: readonly number[]): Promise<readonly string[]>;
  close(): Promise<void>;
};

export class ClaimsFault extends Error {
  readonly code = 'claims-refused';
}

const CLAIMS_SUBJECT = '$SYS.REQ.CLAIMS.UPDATE';
const CONNECTIONS_SUBJECT = '$SYS.REQ.SERVER.PING.CONNZ';
const ANSWER_MS_MAX = 2_000;
/** The states of connections, as nats-server counts them. */
const OPEN = 0;
const CLOSED = 1;
/** Each comes with its JWT, which alone says whose it is (a `name_tag` is the person's until 2.10 and the account's after it), and a page must fit one message. */
const CONNECTIONS_A_PAGE = 256;

type ConnectionPage = {
  readonly data: {
    readonly total: number;
    readonly connections?: readonly { readonly jwt?: string; readonly authorized_user?: string }[];
  };
};

type Advisory = { readonly client?: { readonly user?: string; readonly jwt?: string } };

export type LinesInput = {
  readonly url: string;
  readonly keys: HouseKeys;
  /** The certificate of the house's own nats-server, when it speaks TLS. */
  readonly pinnedCert?: string | undefined;
  readonly onStatus: (status: BusStatus) => void;
  /** Told of everybody who connects and goes. */
  readonly connections: Connections;
  readonly arrived: (arrival: Arrival) => void;
};

export async function openLines(input: LinesInput): Promise<Lines> {
  const { url, keys } = input;
  const pin = input.pinnedCert === undefined ? {} : { pinnedCert: input.pinnedCert };
  const own = quickPair(createUser());
  const system = quickPair(createUser());
  const bus = await connectBus({
    url,
    name: 'house',
    jwt: await houseJwt(keys, own.getPublicKey()),
    seed: own.getSeed(),
    ...pin,
    onStatus: input.onStatus,
  });
  const systemBus = await connectBus({
    url,
    name: 'house-system',
    jwt: await systemUserJwt(keys, system.getPublicKey()),
    seed: system.getSeed(),
    ...pin,
    onStatus(status) {
      if (status === 'connected') input.connections.forget();
    },
  });
  const watch = (what: 'CONNECT' | 'DISCONNECT', tell: (arrival: Arrival) => void) =>
    systemBus.serve(`$SYS.ACCOUNT.${keys.account.getPublicKey()}.${what}`, 'house', (_subject, bytes) => {
      const { client } = JSON.parse(Buffer.from(bytes).toString()) as Advisory;
      const { user: publicKey = '', jwt = '' } = client ?? {};
      if (jwt !== '') tell({ user: saidBy(jwt).name, publicKey, jwt });
    });
  watch('CONNECT', (arrival) => {
    input.connections.came(arrival.user);
    input.arrived(arrival);
  });
  watch('DISCONNECT', ({ user }) => input.connections.went(user));
  async function page(ask: object): Promise<ConnectionPage> {
    const answer = await systemBus.request(CONNECTIONS_SUBJECT, Buffer.from(JSON.stringify(ask)), ANSWER_MS_MAX);
    return JSON.parse(Buffer.from(answer).toString()) as ConnectionPage;
  }

  return {
    bus,
    async pushRevocations(revocations) {
      const jwt = await accountJwt(keys, revocations);
      const answer = await systemBus.request(CLAIMS_SUBJECT, Buffer.from(jwt), ANSWER_MS_MAX);
      const said = Buffer.from(answer).toString();
      if (!/"code":\s*200/.test(said))
        throw new ClaimsFault(`nats-server did not take the account's claims: ${said.slice(0, 300)}; see its log.`);
    },
    async keysOf(users) {
      const found: Required<Holder>[] = [];
      for (let offset = 0, total = 1; offset < total; offset += CONNECTIONS_A_PAGE) {
        const ask = { auth: true, acc: keys.account.getPublicKey(), limit: CONNECTIONS_A_PAGE, offset };
        const { data } = await page(ask);
        total = data.total;
        for (const { jwt, authorized_user } of data.connections ?? []) {
          if (jwt === undefined || authorized_user === undefined) continue;
          const user = saidBy(jwt).name;
          if (users.has(user)) found.push({ user, publicKey: authorized_user });
        }
      }
      return found;
    },
    async usersOf(connections) {
      const users = new Set<string>();
      // Of one connection nats-server looks for one state only; he may have gone meanwhile.
      for (const cid of connections)
        for (const state of [OPEN, CLOSED]) {
          const { data } = await page({ auth: true, cid, state });
          for (const { jwt } of data.connections ?? []) if (jwt !== undefined) users.add(saidBy(jwt).name);
        }
      return [...users];
    },
    async close() {
      await bus.close();
      await systemBus.close();
    },
  };
}
