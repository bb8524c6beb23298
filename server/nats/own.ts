/** The nats-server that a house starts for itself, from the house's settings. */
import type { HouseConfig } from '../config.ts';
import { readCertificate } from '../door/certificate.ts';
import type { Revocations } from './claims.ts';
import { hostPort } from './conf.ts';
import { type Nats, startNats } from './start.ts';

export async function startOwnNats(config: HouseConfig, revocations: Revocations): Promise<Nats> {
  // Before nats-server says it in its own words.
  if (config.tls !== null) readCertificate(config.tls);
  return startNats({
    dir: config.dataDir,
    host: config.host,
    ports: { tcp: config.natsPort, webSocket: config.webSocketPort },
    tls: config.tls,
    revocations,
    origins: [...ownOrigins(config), ...config.origins],
  });
}

type Page = Pick<HouseConfig, 'host' | 'port' | 'tls' | 'publicServers'>;

/** Where the house's own page comes from: its address, and the names by which desks are told to come to its WebSocket. */
export function ownOrigins({ host, port, tls, publicServers }: Page): readonly string[] {
  const scheme = tls === null ? 'http' : 'https';
  const names = [
    hostPort(host, port),
    `localhost:${port}`,
    ...publicServers.map((url) => `${new URL(url).hostname}:${port}`),
  ];
  return [...new Set(names)].map((name) => `${scheme}://${name}`);
}
