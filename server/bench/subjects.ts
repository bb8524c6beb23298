/** The two that a house is held against, as subjects of a run: the echo, which keeps nothing, and the peer, which keeps its own. */

import { SALE } from './house.ts';
import { readAcks } from './load/acks.ts';
import { startPeer } from './peer/start.ts';
import { PORTS, type Stage } from './stage.ts';
import type { Subject } from './subject.ts';

export type EchoOptions = { readonly ticks?: boolean; readonly byRequest?: boolean };

export function echo(stage: Stage, credentialsPath: string, options: EchoOptions = {}): Subject {
  return {
    name: 'echo',
    async start() {
      const child = await stage.echo(SALE, options.ticks === true);
      return {
        target:
          options.byRequest === true
            ? { kind: 'request', port: PORTS.nats, dir: stage.dir }
            : { kind: 'nats', port: PORTS.webSocket, credentialsPath },
        async end() {
          await child.kill();
          return { lost: 0, acknowledged: 0, syncs: 0, witness: null };
        },
      };
    },
  };
}

export function peer(stage: Stage, lots: number, bidders: number): Subject {
  return {
    name: 'peer',
    async start() {
      const running = await startPeer(stage.dir, lots, bidders);
      return {
        target: { kind: 'peer', port: PORTS.peer },
        async end(acksPath, idPrefix) {
          try {
            if (acksPath === null) return { lost: 0, acknowledged: 0, syncs: 0, witness: null };
            let acknowledged = 0;
            readAcks(acksPath, () => {
              acknowledged += 1;
            });
            return { lost: await running.killAndCountLost(acksPath, idPrefix), acknowledged, syncs: 0, witness: null };
          } finally {
            await running.close();
          }
        },
      };
    },
  };
}
