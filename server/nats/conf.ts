/** Writes nats-server's configuration: operator mode, full resolver, limits; refuses what would be unsafe to serve. */
import type { NatsBinary } from './version.ts';
import { canRefuseStall, hasFrameFlaw } from './version.ts';

/** The largest message of the house itself: a snapshot of a big sale. Desks are held to 4 KiB by their JWT. */
export const NATS_PAYLOAD_BYTES_MAX = 1024 * 1024;
/** What may wait for one slow desk before it is cut off; not below the largest message. */
export const NATS_PENDING_BYTES_MAX = 1024 * 1024;
export const NATS_CONNECTIONS_MAX = 8_192;

export type TlsFiles = { readonly cert: string; readonly key: string };
export type NatsConf = {
  readonly binary: NatsBinary;
  /** Of the WebSocket; the TCP port is this machine's alone. */
  readonly host: string;
  readonly tcpPort: number;
  readonly webSocketPort: number;
  readonly tls: TlsFiles | null;
  /** Origins of pages that may open a WebSocket; programs send none and are let in. */
  readonly origins: readonly string[];
  readonly dir: string;
  readonly operator: string;
  readonly systemAccount: string;
  /** Accounts' JWTs by public key. */
  readonly accounts: Readonly<Record<string, string>>;
};

export class NatsConfFault extends Error {
  readonly code: 'websocket-needs-tls' | 'websocket-unsafe-version';
  constructor(code: NatsConfFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The text of nats.conf. Throws a `NatsConfFault` for an address or a version that must not be served. */
export function natsConf(conf: NatsConf): string {
  refuseUnsafe(conf);
  const q = JSON.stringify;
  const tls = conf.tls === null ? null : `tls { cert_file: ${q(conf.tls.cert)}, key_file: ${q(conf.tls.key)} }`;
  return `# Written by the house at every start; changes here are lost.
server_name: rostrum
listen: ${q(hostPort(ownHost(conf.host), conf.tcpPort))}
${tls ?? '# no TLS: loopback only'}
websocket {
  listen: ${q(hostPort(conf.host, conf.webSocketPort))}
  ${tls ?? 'no_tls: true'}
  compression: false
  handshake_timeout: "5s"
  allowed_origins: [${conf.origins.map((origin) => q(origin)).join(', ')}]
}
operator: ${q(conf.operator)}
system_account: ${q(conf.systemAccount)}
resolver { type: full, dir: ${q(`${conf.dir}/jwt`)}, allow_delete: false, interval: "2m" }
resolver_preload {
${Object.entries(conf.accounts)
  .map(([key, jwt]) => `  ${key}: ${q(jwt)}`)
  .join('\n')}
}
max_connections: ${NATS_CONNECTIONS_MAX}
max_payload: ${NATS_PAYLOAD_BYTES_MAX}
max_pending: ${NATS_PENDING_BYTES_MAX}
max_control_line: 4096
write_deadline: "2s"
ping_interval: "5s"
ping_max: 2
${canRefuseStall(conf.binary.version) ? 'no_fast_producer_stall: true' : '# a version below 2.11 cannot refuse to stall a producer'}
pid_file: ${q(`${conf.dir}/nats.pid`)}
log_file: ${q(`${conf.dir}/nats.log`)}
logfile_size_limit: 16777216
`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Where the house itself, and nobody from elsewhere, speaks to its nats-server. */
export function ownHost(host: string): string {
  return isLoopback(host) ? host : '127.0.0.1';
}

/** Throws a `NatsConfFault` for an address that nobody may be served at without TLS, or with this version. */
function refuseUnsafe(conf: Pick<NatsConf, 'binary' | 'host' | 'tls'>): void {
  if (isLoopback(conf.host)) return;
  if (hasFrameFlaw(conf.binary.version))
    throw new NatsConfFault(
      'websocket-unsafe-version',
      `nats-server ${conf.binary.version} can be killed by one WebSocket frame (CVE-2026-27889), so it may not listen on ${conf.host}; install 2.14 or later, or listen on 127.0.0.1.`,
    );
  if (conf.tls === null)
    throw new NatsConfFault(
      'websocket-needs-tls',
      `A WebSocket on ${conf.host} without TLS would carry bids in the clear; give --tls-cert and --tls-key, or listen on 127.0.0.1.`,
    );
}

/** An address as it stands in a URL: IPv6 in brackets. */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
