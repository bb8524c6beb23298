/** The house's lines to nats-server: its own connection, and the system's, over which revocations are pushed and connections dropped. Keys live in memory only. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createUser } from 'nkeys.js';
import { type Bus, type BusStatus, connectBus } from './bus.ts';
import type { Connections } from './door/connections.ts';
import type { Arrival } from './identity/sessions.ts';
import { accountJwt, houseJwt, type Revocations, saidBy, systemUserJwt } from './nats/claims.ts';
import { quickPair } from './nats/ed25519.ts';
import type { HouseKeys } from './nats/keys.ts';
import { canDrop } from './nats/version.ts';

export type Lines = {
  readonly bus: Bus;
  /** Has nats-server void what was issued; it drops the connections that are concerned. */
  pushRevocations(revocations: Revocations): Promise<void>;
  /**
   * Resolves when nats-server has handed on what was said before, or after a moment. Whoever is dropped loses what waits for him there:
   * by its second answer it has given away all that came before its first.
   */
  handedOn(): Promise<void>;
  /** Has nats-server drop these at once, and nobody else; false where its version cannot, or there are several. Says nothing to whoever comes back. */
  drop(connections: readonly number[]): boolean;
  /** Whose these connections are, or were until just now. */
  usersOf(connections: readonly number[]): Promise<readonly string[]>;
  close(): Promise<void>;
};

export class ClaimsFault extends Error {
  readonly code = 'claims-refused';
}

const CLAIMS_SUBJECT = '$SYS.REQ.CLAIMS.UPDATE';
const CONNECTIONS_SUBJECT = '$SYS.REQ.SERVER.PING.CONNZ';
/** Each server says how it stands every ten seconds, and at once when another joins it. */
const STANDINGS_SUBJECT = '$SYS.SERVER.*.STATSZ';
const ANSWER_MS_MAX = 2_000;
const HAND_ON_MS_MAX = 20;
/** The states of connections, as nats-server counts them. */
const OPEN = 0;
const CLOSED = 1;
/** nats-server does nothing for whoever wants no answer; this one is read by nobody. */
const NOBODY = '_INBOX.nobody';
const KICKS_AT_ONCE = 32;
const KICK_EVERY_MS = 5;
/** Each comes with its JWT, which alone says whose it is (a `name_tag` is the person's until 2.10 and the account's after it), and a page must fit one message. */
const CONNECTIONS_A_PAGE = 256;

type Connection = { readonly cid: number; readonly authorized_user?: string; readonly jwt?: string };
type ConnectionPage = { readonly data: { readonly total: number; readonly connections?: readonly Connection[] } };
type FromServer = { readonly server: { readonly id: string } };
type ServerStanding = { readonly statsz?: { readonly active_servers?: number } };
type Advisory = FromServer & {
  readonly client: { readonly id: number; readonly user?: string; readonly jwt?: string };
};

export type LinesInput = {
  readonly url: string;
  readonly keys: HouseKeys;
  /** The certificate of the house's own nats-server, when it speaks TLS. */
  readonly pinnedCert?: string | undefined;
  readonly onStatus: (status: BusStatus) => void;
  /** Told of everybody who connects and goes, and whether that is all there is to know. */
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
  /** Several servers joined by routes each count for themselves: a number of one would drop somebody else at another. */
  let isAlone = true;
  const systemBus = await connectBus({
    url,
    name: 'house-system',
    jwt: await systemUserJwt(keys, system.getPublicKey()),
    seed: system.getSeed(),
    ...pin,
    onStatus(status) {
      if (status !== 'connected') return input.connections.lost();
      input.connections.forget();
      isAlone = true;
      // Whoever was quicker than this line.
      void lookAround().catch(() => {});
    },
  });
  /** Who went while the connections were looked through: a page may be older than that. */
  let gone: Set<number> | null = null;
  const hear = <T extends FromServer>(subject: string, tell: (said: T) => void) =>
    systemBus.serve(subject, 'house', (_subject, bytes) => {
      const said = JSON.parse(Buffer.from(bytes).toString()) as T;
      if (said.server.id !== systemBus.server().id) notAlone();
      tell(said);
    });
  const watch = (what: 'CONNECT' | 'DISCONNECT', tell: (client: Advisory['client']) => void) =>
    hear<Advisory>(`$SYS.ACCOUNT.${keys.account.getPublicKey()}.${what}`, ({ client }) => tell(client));
  function notAlone(): void {
    isAlone = false;
    // Of another server's connections only those that come are heard of, by numbers that stand for somebody else here.
    input.connections.lost();
  }
  hear(STANDINGS_SUBJECT, () => {});
  watch('CONNECT', ({ id, user, jwt }) => {
    const arrival = arrivalOf(id, user, jwt);
    if (arrival === null) return;
    input.connections.came(arrival);
    input.arrived(arrival);
  });
  // Many may go at once, so nothing is looked for in what they had.
  watch('DISCONNECT', ({ id }) => {
    gone?.add(id);
    input.connections.went(id);
  });

  /** Counts whoever was connected before anybody could tell. */
  async function lookAround(): Promise<void> {
    const went = new Set<number>();
    gone = went;
    try {
      const standing = await ask<ServerStanding>(`$SYS.REQ.SERVER.${systemBus.server().id}.STATSZ`, {});
      if ((standing.statsz?.active_servers ?? 1) > 1) notAlone();
      for (let offset = 0, total = 1; offset < total; offset += CONNECTIONS_A_PAGE) {
        const { data } = await page({
          auth: true,
          acc: keys.account.getPublicKey(),
          limit: CONNECTIONS_A_PAGE,
          offset,
        });
        total = data.total;
        for (const { cid, authorized_user, jwt } of data.connections ?? []) {
          const arrival = went.has(cid) ? null : arrivalOf(cid, authorized_user, jwt);
          if (arrival !== null) input.connections.came(arrival);
        }
      }
      if (isAlone && gone === went) input.connections.counted();
    } finally {
      if (gone === went) gone = null;
    }
  }

  const page = (body: object) => ask<ConnectionPage>(CONNECTIONS_SUBJECT, body);

  async function ask<T>(subject: string, body: object): Promise<T> {
    const answer = await systemBus.request(subject, Buffer.from(JSON.stringify(body)), ANSWER_MS_MAX);
    return JSON.parse(Buffer.from(answer).toString()) as T;
  }

  /** Each that goes is closed, forgotten and announced: a thousand at once would be felt by all the others. */
  function kick(connections: readonly number[]): void {
    const subject = `$SYS.REQ.SERVER.${systemBus.server().id}.KICK`;
    for (const cid of connections.slice(0, KICKS_AT_ONCE))
      systemBus.publish(subject, Buffer.from(JSON.stringify({ cid })), NOBODY);
    const rest = connections.slice(KICKS_AT_ONCE);
    if (rest.length > 0) void setTimeout(KICK_EVERY_MS).then(() => kick(rest));
  }

  await lookAround();
  return {
    bus,
    async handedOn() {
      const twice = async () => {
        // Of this turn all is said.
        await setImmediate();
        await bus.flush();
        await bus.flush();
      };
      await Promise.race([twice().catch(() => {}), setTimeout(HAND_ON_MS_MAX)]);
    },
    drop(connections) {
      if (!isAlone || !canDrop(systemBus.server().version)) return false;
      kick(connections);
      return true;
    },
    async pushRevocations(revocations) {
      const jwt = await accountJwt(keys, revocations);
      const answer = await systemBus.request(CLAIMS_SUBJECT, Buffer.from(jwt), ANSWER_MS_MAX);
      const said = Buffer.from(answer).toString();
      if (!/"code":\s*200/.test(said))
        throw new ClaimsFault(`nats-server did not take the account's claims: ${said.slice(0, 300)}; see its log.`);
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

function arrivalOf(connection: number, publicKey: string | undefined, jwt: string | undefined): Arrival | null {
  return publicKey === undefined || jwt === undefined ? null : { user: saidBy(jwt).name, publicKey, jwt, connection };
}
