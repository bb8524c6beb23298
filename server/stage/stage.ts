/** For tests: a real house with its real nats-server in a folder of its own, people in it, and desks that sign in by its door. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser, type KeyPair } from 'nkeys.js';
import { pino } from 'pino';
import type { Sale } from '../../protocol/sale.ts';
import { inboxPrefix, subjects } from '../../protocol/subjects.ts';
import type {
  BidReply,
  BidRequest,
  ClerkReply,
  ClerkRequest,
  LoginReply,
  Role,
  Snapshot,
} from '../../protocol/wire.ts';
import type { HouseClock } from '../clock.ts';
import { type HouseConfig, readConfig } from '../config.ts';
import { LIMITS, type Limits } from '../door/limits.ts';
import { type House, startHouse } from '../house.ts';
import { type Heard, type Line, openLine } from './line.ts';

export const PASSWORD = 'correct horse';

export type Stage = {
  readonly house: House;
  readonly dir: string;
  /** What the house logged, as objects. */
  readonly logged: readonly Record<string, unknown>[];
  addPerson(id: string, role?: Role, sales?: readonly string[]): Promise<void>;
  /** Registers a bidder with the sale, as its clerk would. */
  register(sale: string, bidder: string, limitMinor?: number | null): Promise<void>;
  /** Signs in and connects, at a desk of his own or at the one that has this key. */
  desk(id: string, key?: KeyPair): Promise<Desk>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Ends this house and starts another on the same folder, in which something was done meanwhile. */
  restart(meanwhile?: (dir: string) => Promise<void>): Promise<Stage>;
  close(): Promise<void>;
};

export type Desk = {
  readonly id: string;
  readonly key: KeyPair;
  readonly login: LoginReply;
  readonly line: Line;
  bid(sale: string, bid: Partial<BidRequest> & Pick<BidRequest, 'id' | 'lot' | 'amountMinor'>): Promise<BidReply>;
  order(sale: string, command: ClerkRequest): Promise<ClerkReply>;
  snapshot(sale: string): Promise<Snapshot>;
  /** The `RenewRequest` of this session. */
  signed(at?: number): { readonly jwt: string; readonly at: number; readonly signature: string };
};

export type StageOptions = {
  /** The first of three ports. */
  readonly port: number;
  readonly sales: readonly Sale[];
  readonly clock?: HouseClock;
  readonly limits?: Partial<Limits>;
  readonly dir?: string;
  readonly config?: Partial<HouseConfig>;
};

export async function openStage(options: StageOptions): Promise<Stage> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'rostrum-stage-')));
  const base = readConfig(['--data', dir], {});
  if (base === null) throw new Error('no configuration');
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'info', base: null }, { write: (text: string) => void logged.push(JSON.parse(text)) });
  const house = await startHouse(
    {
      ...base,
      port: options.port,
      natsPort: options.port + 1,
      webSocketPort: options.port + 2,
      limits: { ...LIMITS, ...options.limits },
      ...options.config,
    },
    options.clock === undefined ? { log } : { log, clock: options.clock },
  );
  for (const sale of options.sales) await house.addSale(sale);

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  return {
    house,
    dir,
    logged,
    post,
    async addPerson(id, role = 'bidder', sales = []) {
      if (house.users.find(id) === null) await house.users.add({ id, role, password: PASSWORD, sales: [...sales] });
    },
    async register(sale, bidder, limitMinor = null) {
      await house.rooms.get(sale)?.order({ type: 'RegisterBidder', bidder, limitMinor });
    },
    async desk(id, key = createUser()) {
      const reply = await post('/v1/login', { user: id, password: PASSWORD, publicKey: key.getPublicKey() });
      if (!reply.ok) throw new Error(`login: ${await reply.text()}`);
      const login = (await reply.json()) as LoginReply;
      return openDesk(id, key, login);
    },
    async restart(meanwhile) {
      await house.stop();
      await meanwhile?.(dir);
      return openStage({ ...options, dir });
    },
    async close() {
      await house.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Connects with a JWT that was had before: a renewal's second connection. */
export async function openDesk(id: string, key: KeyPair, login: LoginReply): Promise<Desk> {
  const line = await openLine(login.servers[0] ?? '', { jwt: login.jwt, key, inbox: inboxPrefix(id) });
  const ask = async <T>(subject: string, body: unknown): Promise<T> => parse<T>(await line.request(subject, body));
  return {
    id,
    key,
    login,
    line,
    bid: (sale, bid) => ask(subjects.bid(sale, id), { kind: 'bid', basedOnRev: 0, sentAt: 0, ...bid }),
    order: (sale, command) => ask(subjects.clerk(sale, id), command),
    snapshot: (sale) => ask(subjects.snapshot(sale, id), {}),
    signed(at = Date.now()) {
      const signature = Buffer.from(key.sign(Buffer.from(`${login.jwt}.${at}`))).toString('base64');
      return { jwt: login.jwt, at, signature };
    },
  };
}

function parse<T>(heard: Heard): T {
  return JSON.parse(heard.text) as T;
}
