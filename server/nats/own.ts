/** The nats-server that a house starts for itself, from the house's settings. */
import type { HouseConfig } from '../config.ts';
import type { Revocations } from './claims.ts';
import { hostPort } from './conf.ts';
import { DEFAULT_ORIGINS, type Nats, startNats } from './start.ts';

export function startOwnNats(config: HouseConfig, revocations: Revocations): Promise<Nats> {
  const scheme = config.tls === null ? 'http' : 'https';
  return startNats({
    dir: config.dataDir,
    host: config.host,
    ports: { tcp: config.natsPort, webSocket: config.webSocketPort },
    tls: config.tls,
    revocations,
    origins: [
      ...DEFAULT_ORIGINS,
      `${scheme}://${hostPort(config.host, config.port)}`,
      `${scheme}://localhost:${config.port}`,
      ...config.origins,
    ],
  });
}
