/** The auction house in one piece: opens the sales, joins bus, door and HTTP, and takes it all down again. `main.ts` adds argv and signals. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { DoorReason } from '../protocol/event.ts';
import type { Sale } from '../protocol/sale.ts';
import { isToken } from '../protocol/subjects.ts';
import { type Admin, openAdmin } from './admin.ts';
import { bringImages, readCatalogue } from './catalogue.ts';
import { type HouseClock, monotonicClock } from './clock.ts';
import type { HouseConfig } from './config.ts';
import { type Demo, openDemo } from './demoaccounts.ts';
import { bookAbsentees } from './door/absentees.ts';
import { createAddresses } from './door/addresses.ts';
import { createApprovals } from './door/approvals.ts';
import { createConnections } from './door/connections.ts';
import { createEnrolment } from './door/enrolment.ts';
import { rateLimiter } from './door/rate.ts';
import { createRotation } from './door/rotation.ts';
import { createSampler } from './door/sample.ts';
import { createSuspensions } from './door/suspensions.ts';
import { keepTls } from './door/tlskeep.ts';
import { createDoor } from './http/door.ts';
import { ownHosts } from './http/hosts.ts';
import { oidcRoutes } from './http/oidc.ts';
import { pictureRoutes } from './http/pictures.ts';
import { registrationRoutes } from './http/registrations.ts';
import { rehearsalRoutes } from './http/rehearsals.ts';
import { houseRoutes } from './http/routes.ts';
import { salesRoutes } from './http/sales.ts';
import { type HttpSide, listen } from './http/server.ts';
import { openLogSecrets } from './identity/logsecrets.ts';
import { openOidc } from './identity/oidc.ts';
import { passwordCheck } from './identity/password.ts';
import { openRegistrations, type Registrations } from './identity/registrations.ts';
import { openRevocations } from './identity/revocations.ts';
import { openSessions, type Sessions } from './identity/sessions.ts';
import { openSightings } from './identity/sightings.ts';
import { openUsers, type Users } from './identity/users.ts';
import { type Lines, openLines } from './lines.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { hostPort } from './nats/conf.ts';
import { openKeys } from './nats/keys.ts';
import { startOwnNats } from './nats/own.ts';
import type { Nats } from './nats/start.ts';
import type { Order } from './order.ts';
import { createRehearsals } from './rehearsal/rehearsals.ts';
import { openRoom, type Room, RoomFault } from './room.ts';
import { createService, type Service } from './service.ts';
import { startHeartbeat } from './speech/heartbeat.ts';

export type House = {
  readonly url: string;
  readonly natsUrl: string;
  readonly servers: readonly string[];
  readonly rooms: ReadonlyMap<string, Room>;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly registrations: Registrations;
  readonly metrics: Metrics;
  /** Null when the house runs on a nats-server of somebody else's. */
  readonly nats: Nats | null;
  /** Makes a sale, or opens the one that is there already under its id. */
  addSale(sale: Sale): Promise<Room>;
  /** Suspends a person everywhere: in every sale's log, at the door, and on the bus. */
  suspend(user: string, reason: string): Promise<void>;
  reinstate(user: string): Promise<readonly string[]>;
  /** Settles with the cause when the house can no longer go on; it has then refused what was waiting. */
  readonly fault: Promise<unknown>;
  stop(): Promise<void>;
};

/** Names in one line of the log. */
const CUT_NAMED_MAX = 20;

export type HouseTools = { readonly clock?: HouseClock; readonly log?: Logger };

export async function startHouse(config: HouseConfig, tools: HouseTools = {}): Promise<House> {
  const clock = tools.clock ?? monotonicClock();
  const log = tools.log ?? pino({ level: config.logLevel, base: null });
  const { dataDir, limits } = config;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const call of closers.splice(0).reverse()) await call();
  };
  try {
    return await compose();
  } catch (cause) {
    await close().catch((second: unknown) => log.error({ err: second }, 'taking down a house that did not start'));
    throw cause;
  }

  async function compose(): Promise<House> {
    const keys = await openKeys(dataDir);
    const secrets = await openLogSecrets(dataDir);
    const users = await openUsers(dataDir);
    const registrations = await openRegistrations(dataDir);
    const sightings = await openSightings(dataDir);
    closers.push(sightings.settled);
    const enrolment = createEnrolment(registrations, (cause) => log.error({ err: cause }, 'registrations'));
    closers.push(registrations.settled);
    const revoked = await openRevocations(dataDir, limits.jwtLifeMs, (cause) =>
      log.error({ err: cause }, 'revocations'),
    );
    closers.push(revoked.settled);
    const metrics = createMetrics();
    const rooms = new Map<string, Room>();
    let failed: (cause: unknown) => void = () => {};
    let isFaulted = false;
    const fault = new Promise<unknown>((resolve) => {
      failed = resolve;
    });

    let answers: () => void = () => {};
    const calm = new Promise<void>((resolve) => {
      answers = resolve;
    });

    const nats = config.natsUrl === null ? await startOwnNats(config, revoked.all()) : null;
    if (nats !== null) closers.push(() => nats.stop(), nats.keepLogsShort());
    const natsUrl = nats?.url ?? config.natsUrl ?? '';
    const scheme = config.tls === null ? 'ws' : 'wss';
    const servers =
      config.publicServers.length > 0
        ? config.publicServers
        : [nats?.webSocketUrl ?? `${scheme}://${hostPort(config.host, config.webSocketPort)}`];

    let service: Service | null = null;
    let sessions: Sessions | null = null;
    function cutOff(users: readonly string[], why: string, how: 'cutOff' | 'revokeUsers' = 'cutOff'): void {
      log.warn({ users: users.slice(0, CUT_NAMED_MAX), count: users.length }, `cut off: ${why}`);
      metrics.cut.inc(users.length);
      void sessions?.[how](users).catch((cause) => log.error({ err: cause }, 'revocation'));
    }
    const connections = createConnections(
      limits.connectionsEach,
      (user) => cutOff([user], 'too many connections at once'),
      clock.now,
    );
    const lines: Lines = await openLines({
      connections,
      arrived: (arrival) =>
        void sessions?.arrived(arrival).catch((cause) => log.error({ err: cause }, 'revocation of one who came')),
      url: natsUrl,
      keys,
      pinnedCert: nats === null ? undefined : config.tls?.cert,
      onStatus(status) {
        log[status === 'disconnected' ? 'warn' : 'info']({ status }, 'bus');
        metrics.busConnected.set(status === 'connected' ? 1 : 0);
        if (status === 'disconnected') service?.pause();
        if (status !== 'connected') return;
        // A nats-server that came back may know no revocations.
        lines.pushRevocations(revoked.all()).catch((cause) => log.error({ err: cause }, 'revocations'));
        service?.resume();
      },
    });
    closers.push(() => lines.close());
    metrics.busConnected.set(1);
    const signed = rateLimiter(limits.signed, limits.ratesKept);
    sessions = openSessions({
      keys,
      users,
      servers,
      lifeMs: limits.jwtLifeMs,
      replayWindowMs: limits.replayWindowMs,
      waitMs: (user) => signed.take(user, performance.now()),
      revoked,
      push: lines.pushRevocations,
      connected: connections.of,
      handedOn: lines.handedOn,
      drop: lines.drop,
    });
    await lines.pushRevocations(revoked.all());
    if (nats !== null)
      closers.push(
        nats.watchDenials(limits, (connections) => {
          lines.usersOf(connections).then(
            // He would go on for as long as it takes to notice him again, so he is not let in.
            (users) => users.length > 0 && cutOff(users, 'they went on when nats-server denied them', 'revokeUsers'),
            (cause: unknown) => log.error({ err: cause }, 'who was denied is not known'),
          );
        }),
      );

    service = createService({
      bus: lines.bus,
      rooms,
      users,
      connections,
      clock,
      limits,
      metrics,
      log,
      suspended: (bidder) =>
        void sessions?.revokeUser(bidder).catch((cause) => log.error({ err: cause }, 'revocation')),
      cut: (users) => cutOff(users, 'they went on when told to wait'),
    });

    const openSale = async (id: string, create: Sale | null): Promise<Room> => {
      const room = await openRoom(
        {
          id,
          dir: join(dataDir, 'sales', id),
          clock,
          limits,
          secrets,
          send: lines.bus.publish,
          refuse: (sale: string, orders: readonly Order[], reason: DoorReason) => service?.refuse(sale, orders, reason),
          published(sale, batch) {
            service?.published(sale, batch);
            const room = rooms.get(sale);
            if (room !== undefined) enrolment.follow(sale, room.state, batch);
          },
          fault(cause) {
            isFaulted = true;
            metrics.journalFaults.inc();
            log.fatal({ err: cause, sale: id }, 'the journal failed: the house stops');
            void lines.bus.flush().finally(() => failed(cause));
          },
          warn: (message) => log.warn({ sale: id }, message),
          tell: (message) => log.info({ sale: id }, message),
          shared: sightings.shared,
          calm,
        },
        create,
      );
      rooms.set(id, room);
      enrolment.adopt(id, room.state);
      closers.push(() => (isFaulted ? undefined : room.close()));
      log.info({ sale: id, seq: room.journal.lastSeq, from: room.openedFrom }, 'sale open');
      return room;
    };
    const addSale = async (sale: Sale) => rooms.get(sale.saleId) ?? (await openSale(sale.saleId, sale));
    for (const id of await saleIds(dataDir))
      await openSale(id, null).catch((cause: unknown) => {
        // Pictures were brought, and the import then failed.
        if (!(cause instanceof RoomFault)) throw cause;
        log.warn({ sale: id }, cause.message);
      });
    const named = new Set<string>();
    for (const path of config.saleFiles) {
      const sale = await readCatalogue(path);
      await bringImages(path, join(dataDir, 'sales', sale.saleId));
      await addSale(sale);
      named.add(sale.saleId);
    }
    // Who starts a house for a sale means that one: a desk sits down in the first that runs, and an older one that was never ended runs too.
    for (const [id, room] of named.size === 0 ? [] : [...rooms])
      if (!named.has(id)) {
        rooms.delete(id);
        rooms.set(id, room);
      }
    const approvals = createApprovals(users, registrations);
    const { suspend, reinstate, catchUp } = createSuspensions(users, rooms, sessions);
    await catchUp();

    const demo: Demo | null = config.demoAccounts === null ? null : await openDemo(config.demoAccounts, users);
    const passwords = await passwordCheck(limits.loginsAtOnceMax);
    const door = createDoor({
      users,
      sessions,
      passwords,
      limits,
      sightings,
      tell: (outcome) => metrics.logins.inc({ outcome }),
    });
    const addresses = createAddresses({ limits });
    const turnedAway = createSampler(clock);
    const rehearsals = createRehearsals();
    closers.push(() => rehearsals.close());
    const http: HttpSide = await listen({
      host: config.host,
      port: config.port,
      tls: config.tls,
      limits,
      isOwnHost: ownHosts(config),
      addresses,
      turnedAway(address, what) {
        metrics.refusals.inc({ reason: what === 'request' ? 'rate-limited' : 'overloaded', door: 'http' });
        const kept = turnedAway.pass(what);
        if (kept !== null) log.warn({ address, what, kept }, 'an address wants too much of HTTP');
      },
      routes: houseRoutes({
        door,
        addresses,
        rooms,
        metrics,
        limits,
        deskDir: config.deskDir,
        saleDir: (sale) => join(dataDir, 'sales', sale),
        sockets: servers,
        unready: () => [...(lines.bus.isConnected() ? [] : ['bus']), ...(isFaulted ? ['journal'] : [])],
        demo: () => demo?.shown ?? null,
        more: [
          ...salesRoutes({ door, rooms, addSale, limits }),
          ...rehearsalRoutes({ door, rooms, rehearsals, limits }),
          ...pictureRoutes({ door, rooms, saleDir: (sale) => join(dataDir, 'sales', sale) }),
          ...registrationRoutes({ door, rooms, registrations, approvals, users, limits }),
          ...oidcRoutes({ oidc: config.oidc === null ? null : openOidc(config.oidc), door, users, limits }),
        ],
      }),
      bug: (cause) => log.error({ err: cause }, 'http'),
    });
    closers.push(() => http.close());
    const take = () => {
      http.reloadTls();
      nats?.reload();
    };
    if (config.tls !== null) closers.push(keepTls({ tls: config.tls, addresses: servers, take, log }));
    const rotation = createRotation({
      ...{ keys, dataDir, jwtLifeMs: limits.jwtLifeMs, after: clock.after },
      push: () => lines.pushRevocations(revoked.all()),
      fault: (cause) => log.error({ err: cause }, 'the key before was not dropped'),
    });
    closers.push(rotation.stop);
    const roomOf = (sale: string): Room => {
      const room = rooms.get(sale);
      if (room === undefined) throw new Error(`There is no sale ${sale}; see rostrum sale list.`);
      return room;
    };
    const admin: Admin = await openAdmin({
      dataDir,
      users,
      logout: sessions.revokeUser,
      rotateKeys: rotation.rotate,
      addSale,
      listSales: () => [...rooms.values()].map((room) => room.snapshots.summary()),
      suspend,
      reinstate,
      async approve(sale, bidder, limitMinor) {
        const state = limitMinor === null ? 'approved' : 'approved-limited';
        return approvals.decide(roomOf(sale), { bidder, state, limitMinor });
      },
      book: async (sale, bids, isTry) => bookAbsentees(roomOf(sale), bids, isTry),
      log,
    });
    closers.push(() => admin.close());
    closers.push(startHeartbeat(rooms, service, metrics));

    answers();
    const { host } = config;
    return {
      url: `${config.tls === null ? 'http' : 'https'}://${hostPort(host, http.port)}`,
      natsUrl,
      servers,
      rooms,
      users,
      sessions,
      registrations,
      metrics,
      nats,
      addSale,
      suspend,
      reinstate,
      fault,
      async stop() {
        service?.stopTaking();
        await Promise.all([...rooms.values()].map((room) => (isFaulted ? undefined : room.sequencer.drain())));
        await lines.bus.flush().catch(() => {});
        await close();
      },
    };
  }
}

async function saleIds(dataDir: string): Promise<readonly string[]> {
  const entries = await readdir(join(dataDir, 'sales'), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && isToken(entry.name)).map((entry) => entry.name);
}
