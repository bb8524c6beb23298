/** Starts nats-server as a child with the house's keys and configuration, or adopts the one that already runs for this data folder. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tryPlace } from '../listening.ts';
import { accountJwt, operatorJwt, type Revocations, systemJwt } from './claims.ts';
import { hostPort, type NatsConf, natsConf, ownHost, type TlsFiles } from './conf.ts';
import { type DenialLimits, type Tell, watchDenials } from './denials.ts';
import { openKeys } from './keys.ts';
import { keepLogsShort } from './logs.ts';
import { findNats } from './version.ts';

export type NatsPorts = { readonly tcp: number; readonly webSocket: number };
export type NatsStart = {
  /** The data folder of the house (ROSTRUM_DATA). */
  readonly dir: string;
  readonly ports: NatsPorts;
  readonly host?: string;
  readonly tls?: TlsFiles | null;
  readonly origins?: readonly string[];
  readonly revocations?: Revocations;
};
export type Nats = {
  readonly url: string;
  readonly webSocketUrl: string;
  readonly version: string;
  readonly pid: number;
  /** False when it already ran: whoever started it ends it. */
  readonly ours: boolean;
  /** Settles when it has ended. */
  readonly ended: Promise<number | null>;
  /** Has it read its certificates and configuration again. */
  reload(): void;
  /** Drops its oldest logs until the call that it returns. */
  keepLogsShort(): () => void;
  /** Tells of connections that went on when they were denied, until the call that it returns. */
  watchDenials(limits: DenialLimits, tell: Tell): () => void;
  stop(): Promise<void>;
};

export class NatsStartFault extends Error {
  readonly code: 'nats-start-failed' | 'nats-runs-otherwise';
  constructor(code: NatsStartFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const START_MS_MAX = 10_000;
const STOP_MS_MAX = 3_000;

/** Pages that may open a WebSocket unless told otherwise; none at all would be every page there is. The desk of Electron names no origin. */
const DEFAULT_ORIGINS: readonly string[] = ['http://127.0.0.1:4280', 'http://localhost:4280'];

export async function startNats(start: NatsStart): Promise<Nats> {
  const host = start.host ?? '127.0.0.1';
  const tls = start.tls ?? null;
  const binary = await findNats();
  const dir = join(start.dir, 'nats');
  await mkdir(join(dir, 'jwt'), { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const confPath = join(dir, 'nats.conf');
  const urls = {
    keepLogsShort: () => keepLogsShort(dir),
    watchDenials: (limits: DenialLimits, tell: Tell) => watchDenials(dir, limits, tell),
    url: `${tls === null ? 'nats' : 'tls'}://${hostPort(ownHost(host), start.ports.tcp)}`,
    webSocketUrl: `${tls === null ? 'ws' : 'wss'}://${hostPort(host, start.ports.webSocket)}`,
    version: binary.version,
  };
  const keys = await openKeys(start.dir);
  const conf: NatsConf = {
    binary,
    host,
    tcpPort: start.ports.tcp,
    webSocketPort: start.ports.webSocket,
    tls,
    origins: start.origins ?? DEFAULT_ORIGINS,
    dir,
    operator: await operatorJwt(keys),
    systemAccount: keys.system.getPublicKey(),
    accounts: {
      [keys.system.getPublicKey()]: await systemJwt(keys),
      [keys.account.getPublicKey()]: await accountJwt(keys, start.revocations ?? {}),
    },
  };
  const text = natsConf(conf);
  const running = await runningPid(dir, confPath);
  if (running !== null) {
    if (settingsOf(await readFile(confPath, 'utf8')) === settingsOf(text)) return { ...urls, ...adopted(running) };
    throw new NatsStartFault(
      'nats-runs-otherwise',
      `A nats-server of this data folder runs already (process ${running}), with other addresses or settings; end it (kill ${running}), and start again.`,
    );
  }
  await writeFile(confPath, text, { mode: 0o600 });
  const places = [
    { host: ownHost(host), port: start.ports.tcp, option: '--nats-port' },
    { host, port: start.ports.webSocket, option: '--ws-port' },
  ];
  for (const place of places) await tryPlace(place);

  const child = spawn(binary.path, ['-c', confPath], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      said += error.message;
      resolve(null);
    });
    child.on('exit', (status) => resolve(status));
  });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const deadline = performance.now() + START_MS_MAX;
  for (const place of places) {
    while (!over && performance.now() < deadline && !(await isOpen(place.host, place.port)))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (over || child.pid === undefined || performance.now() >= deadline) {
    child.kill('SIGKILL');
    const log = await readFile(join(dir, 'nats.log'), 'utf8').catch(() => '');
    throw new NatsStartFault(
      'nats-start-failed',
      `nats-server ${binary.version} did not start: ${(said || log.slice(-600)).trim() || 'it said nothing'}; see ${join(dir, 'nats.log')}.`,
    );
  }
  return {
    ...urls,
    pid: child.pid,
    ours: true,
    ended,
    reload: () => void child.kill('SIGHUP'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A configuration without what is signed anew at every start. */
function settingsOf(conf: string): string {
  return conf.replace(/^operator: .*$/m, '').replace(/^ {2}A[A-Z2-7]{55}: .*$/gm, '');
}

/** The pid of a nats-server that was started with this very configuration file, if it still runs. */
async function runningPid(dir: string, confPath: string): Promise<number | null> {
  const pid = Number(await readFile(join(dir, 'nats.pid'), 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  // Where there is no /proc, a live pid of that number is taken for ours only if its port answers; the caller sees a taken port else.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command?.includes(confPath) ? pid : null;
}

function adopted(pid: number): Pick<Nats, 'pid' | 'ours' | 'ended' | 'reload' | 'stop'> {
  return {
    pid,
    ours: false,
    ended: new Promise(() => {}),
    reload: () => void process.kill(pid, 'SIGHUP'),
    stop: async () => {},
  };
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
