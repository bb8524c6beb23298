/**
 * Watches a house from inside its process without a line in the house: loaded by `node --import`. Counts its syncs, times what
 * passes between the bus's socket and back, and, for the controls, slows every sync or takes the journal away.
 */
import fs from 'node:fs';
import { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { SPARE_NAME } from '../journal/ahead.ts';
import { histogram } from './load/histogram.ts';
import type { WitnessOptions, WitnessReport } from './witness-report.ts';

const given = process.env.ROSTRUM_BENCH_WITNESS;
if (given === undefined) throw new Error('ROSTRUM_BENCH_WITNESS is not set');
const options = JSON.parse(given) as WitnessOptions;

const residence = histogram();
const syncs = histogram();
let syncCount = 0;

if (!options.journal)
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.endsWith('/journal/file.ts') && context.parentURL?.endsWith('/no-journal.ts') === false
        ? { url: new URL('floors/no-journal.ts', import.meta.url).href, shortCircuit: true }
        : next(specifier, context),
  });

const pause = new Int32Array(new SharedArrayBuffer(4));
const { fdatasyncSync, fdatasync } = fs;
fs.fdatasyncSync = (fd) => {
  const began = performance.now();
  if (options.syncDelayMs > 0) Atomics.wait(pause, 0, 0, options.syncDelayMs);
  fdatasyncSync(fd);
  syncCount += 1;
  syncs.record(performance.now() - began);
};
fs.fdatasync = ((fd: number, done: (error: NodeJS.ErrnoException | null) => void) => {
  // Zeros ahead of the log are nobody's records: neither their count nor their length is the log's.
  if (isAhead(fd)) return fdatasync(fd, done);
  const began = performance.now();
  const sync = (): void =>
    fdatasync(fd, (error) => {
      syncCount += 1;
      syncs.record(performance.now() - began);
      done(error);
    });
  if (options.syncDelayMs > 0) setTimeout(sync, options.syncDelayMs);
  else sync();
}) as typeof fs.fdatasync;

function isAhead(fd: number): boolean {
  return fs.readlinkSync(`/proc/self/fd/${fd}`).endsWith(SPARE_NAME);
}

if (options.busPort !== null) watchBus(options.busPort);

process.on('SIGUSR2', () => {
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const report: WitnessReport = {
    syncCount,
    syncs: syncs.summary(),
    residence: residence.summary(),
    rssBytes: rss,
    heapBytes: heapBytes(),
    cpuSeconds: (user + system) / 1e6,
  };
  fs.writeFileSync(`${options.reportPath}.new`, JSON.stringify(report));
  fs.renameSync(`${options.reportPath}.new`, options.reportPath);
});

function heapBytes(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (options.measuresHeap) gc?.();
  return process.memoryUsage().heapUsed;
}

/** Pairs what comes in with an inbox to answer and what goes out to that inbox, on the socket itself. */
function watchBus(port: number): void {
  const MARK = Buffer.from('_INBOX_');
  const SPACE = 0x20;
  const inboxes = new Map<string, number>();
  const scan = (bytes: Buffer, each: (inbox: string) => void): void => {
    for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
      const end = bytes.indexOf(SPACE, at);
      if (end < 0) return;
      each(bytes.toString('latin1', at, end));
    }
  };
  const plain = { on: Socket.prototype.on, write: Socket.prototype.write } as unknown as Plain;
  const watched: Plain = {
    on(event, listener) {
      if (event !== 'data') return plain.on.call(this, event, listener);
      return plain.on.call(this, event, (bytes: Buffer) => {
        if (this.remotePort === port) {
          const now = performance.now();
          scan(bytes, (inbox) => inboxes.set(inbox, now));
        }
        listener.call(this, bytes);
      });
    },
    write(bytes, ...rest) {
      if (this.remotePort === port && bytes instanceof Uint8Array) {
        const now = performance.now();
        scan(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), (inbox) => {
          const came = inboxes.get(inbox);
          if (came === undefined) return;
          inboxes.delete(inbox);
          residence.record(now - came);
        });
      }
      return plain.write.call(this, bytes, ...rest);
    },
  };
  Object.assign(Socket.prototype, watched);
}

type Plain = {
  on(this: Socket, event: string, listener: (this: Socket, bytes: Buffer) => void): Socket;
  write(this: Socket, bytes: unknown, ...rest: unknown[]): boolean;
};
