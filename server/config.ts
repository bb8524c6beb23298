/** The house's settings: from the command line and the environment to one checked value. Reads no file. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LIMITS, type Limits } from './door/limits.ts';
import { isLoopback, type TlsFiles } from './nats/conf.ts';

export type OidcConfig = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
};

export type HouseConfig = {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** A running nats-server; null: the house starts its own on `natsPort` and `webSocketPort`. */
  readonly natsUrl: string | null;
  readonly natsPort: number;
  readonly webSocketPort: number;
  /** The WebSocket addresses that desks are told; empty: the house's own. */
  readonly publicServers: readonly string[];
  /** Further origins of pages that may open a WebSocket. */
  readonly origins: readonly string[];
  readonly saleFiles: readonly string[];
  readonly demoAccounts: string | null;
  readonly deskDir: string;
  readonly tls: TlsFiles | null;
  readonly oidc: OidcConfig | null;
  readonly limits: Limits;
  readonly logLevel: string;
};

export const DEFAULT_HTTP_PORT = 4280;
export const DEFAULT_NATS_PORT = 4271;
export const DEFAULT_WEB_SOCKET_PORT = 4272;

export class ConfigFault extends Error {
  readonly code = 'option-unusable';
}

export const HOUSE_HELP = `node server/main.ts [options]

  --data DIR            data folder (ROSTRUM_DATA, else ~/.rostrum)
  --sale FILE           a sale as JSON, made if it is not there yet (repeatable); desks sit down here first
  --host ADDRESS        where to listen (127.0.0.1)
  --port N              HTTP (${DEFAULT_HTTP_PORT})
  --nats URL            a running nats-server; without it the house starts its own
  --nats-port N         its TCP port (${DEFAULT_NATS_PORT})
  --ws-port N           its WebSocket port (${DEFAULT_WEB_SOCKET_PORT})
  --public-ws URL       the WebSocket address that desks are told (repeatable)
  --origin ORIGIN       a further origin of pages that may connect (repeatable)
  --tls-cert FILE       with --tls-key: https and wss
  --tls-key FILE
  --demo-accounts FILE  accounts that everybody may see at /v1/demo; never for a real sale
  --desk DIR            the desk's built files (out/desk)
  --oidc-issuer URL     sign-in by OpenID Connect, with --oidc-client ID (ROSTRUM_OIDC_SECRET)
  --oidc-client ID
  --limits JSON         replaces named limits, see docs/reference/configuration.md
  --log LEVEL           trace, debug, info, warn, error, silent (info)
  --help                this`;

/** The house's configuration, or null when help was asked for. Throws a `ConfigFault` for what cannot be used. */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): HouseConfig | null {
  const values = parse(args);
  if (values.help === true) return null;
  const host = values.host ?? '127.0.0.1';
  const tls = tlsOf(values['tls-cert'], values['tls-key']);
  const publicServers = socketsOf(
    values['public-ws'] ?? env.ROSTRUM_PUBLIC_WS?.split(' ').filter((url) => url !== '') ?? [],
  );
  if (tls !== null && publicServers.some((url) => !url.startsWith('wss:')))
    throw new ConfigFault(
      'A page that came by https opens no ws: address; give --public-ws one that begins with wss://.',
    );
  // A nats-server of the house's own is asked for the same before it starts, with its version.
  if (values.nats !== undefined && tls === null && !isLoopback(host))
    throw new ConfigFault(
      `HTTP on ${host} without TLS would carry passwords in the clear; give --tls-cert and --tls-key, or listen on 127.0.0.1.`,
    );
  const nameless = NAMELESS.find(([is]) => is(host))?.[1];
  if (tls !== null && nameless !== undefined && publicServers.length === 0)
    throw new ConfigFault(`--host ${host} ${nameless}; give --public-ws wss://NAME:PORT as well.`);
  return {
    dataDir: dataDirOf(values.data, env),
    host,
    port: portOf('--port', values.port, DEFAULT_HTTP_PORT),
    natsUrl: values.nats ?? null,
    natsPort: portOf('--nats-port', values['nats-port'], DEFAULT_NATS_PORT),
    webSocketPort: portOf('--ws-port', values['ws-port'], DEFAULT_WEB_SOCKET_PORT),
    publicServers,
    origins: originsOf(values.origin ?? []),
    saleFiles: values.sale ?? [],
    demoAccounts: values['demo-accounts'] ?? null,
    deskDir: values.desk ?? join(import.meta.dirname, '..', 'out', 'desk'),
    tls,
    oidc: oidcOf(
      values['oidc-issuer'] ?? env.ROSTRUM_OIDC_ISSUER,
      values['oidc-client'] ?? env.ROSTRUM_OIDC_CLIENT,
      env.ROSTRUM_OIDC_SECRET,
    ),
    limits: limitsOf(values.limits ?? env.ROSTRUM_LIMITS),
    logLevel: levelOf(values.log ?? env.ROSTRUM_LOG ?? 'info'),
  };
}

/** The data folder: as given, else ROSTRUM_DATA, else in the user's home. */
export function dataDirOf(given: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(given ?? env.ROSTRUM_DATA ?? join(homedir(), '.rostrum'));
}

function parse(args: readonly string[]) {
  const one = { type: 'string' } as const;
  const many = { type: 'string', multiple: true } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: one,
        sale: many,
        host: one,
        port: one,
        nats: one,
        'nats-port': one,
        'ws-port': one,
        'public-ws': many,
        origin: many,
        'tls-cert': one,
        'tls-key': one,
        'demo-accounts': one,
        desk: one,
        'oidc-issuer': one,
        'oidc-client': one,
        limits: one,
        log: one,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('.')[0] : 'unknown option';
    throw new ConfigFault(`${why}; see --help.`, { cause });
  }
}

function portOf(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigFault(`${name} is ${value}, which is no port; give a number from 1 to 65535.`);
}

function tlsOf(cert: string | undefined, key: string | undefined): TlsFiles | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined)
    throw new ConfigFault('TLS needs both files; give --tls-cert and --tls-key.');
  return { cert: resolve(cert), key: resolve(key) };
}

/** Where desks cannot be told to come. */
const NAMELESS: readonly (readonly [(host: string) => boolean, string])[] = [
  [(host) => host === '0.0.0.0' || host === '::', 'is every address of this machine, and none that a desk could go to'],
  [(host) => host.includes(':') && !isLoopback(host), 'is of IPv6, to which no page may speak but by a name'],
];

function socketsOf(urls: readonly string[]): readonly string[] {
  for (const url of urls)
    if (!/^wss?:\/\/[^/]/.test(url) || !URL.canParse(url))
      throw new ConfigFault(`--public-ws is ${url}, which is no address of a WebSocket; give wss://NAME:PORT.`);
    else if (new URL(url).hostname.startsWith('['))
      throw new ConfigFault(
        `--public-ws is ${url}, but a page may speak to IPv6 by a name only; give wss://NAME:PORT.`,
      );
  return urls;
}

/** As a browser writes them: nothing after the port, and none where it is the scheme's own. */
function originsOf(urls: readonly string[]): readonly string[] {
  return urls.map((url) => {
    if (/^https?:\/\/[^/]/.test(url) && URL.canParse(url)) return new URL(url).origin;
    throw new ConfigFault(`--origin is ${url}, which is no origin of a page; give https://NAME:PORT.`);
  });
}

function oidcOf(
  issuer: string | undefined,
  clientId: string | undefined,
  secret: string | undefined,
): OidcConfig | null {
  if (issuer === undefined && clientId === undefined) return null;
  if (issuer === undefined || clientId === undefined || !URL.canParse(issuer))
    throw new ConfigFault('OpenID Connect needs --oidc-issuer (a URL) and --oidc-client.');
  return { issuer, clientId, clientSecret: secret ?? null };
}

/** The wire promises that no session is longer. */
const JWT_LIFE_MS_MAX = LIMITS.jwtLifeMs;

/** Named limits over the defaults; an unknown name or a value of another kind is refused. */
export function limitsOf(text: string | undefined): Limits {
  if (text === undefined) return LIMITS;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new ConfigFault('--limits is not JSON; see docs/reference/configuration.md.', { cause });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ConfigFault('--limits is no JSON object of limits by name; see docs/reference/configuration.md.');
  const limits: Record<string, unknown> = { ...LIMITS };
  for (const [name, value] of Object.entries(given)) {
    const known = limits[name];
    if (typeof known === 'number' ? !isPositive(value) : !isRate(known) || !isRate(value))
      throw new ConfigFault(
        `--limits: ${name} is no limit, or its value is not of its kind; see docs/reference/configuration.md.`,
      );
    limits[name] = value;
  }
  if (Number(limits.jwtLifeMs) > JWT_LIFE_MS_MAX)
    throw new ConfigFault(`--limits: jwtLifeMs is at most ${JWT_LIFE_MS_MAX}: a session lives five minutes at most.`);
  return limits as Limits;
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isRate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('perSecond' in value) || !('burst' in value)) return false;
  return isPositive(value.perSecond) && isPositive(value.burst);
}

function levelOf(level: string): string {
  if (['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(level)) return level;
  throw new ConfigFault(`--log is ${level}; give trace, debug, info, warn, error or silent.`);
}
