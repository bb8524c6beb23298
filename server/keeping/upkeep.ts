/**
 * Work on a log beside the sale that is running, each in a process of its own, whose memory goes back to the system when it is done
 * (ADR 0083): snapshots from time to time, and the check of what a start from a snapshot passed over. Never touches the sale's state;
 * reads the log as any reader does.
 */
import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Claim } from '../journal/recovery.ts';

/** What the process is asked to do. */
export type UpkeepTask =
  | {
      readonly kind: 'save';
      readonly sale: string;
      readonly logDir: string;
      readonly claim: Claim;
      readonly secret: Uint8Array;
      /** PKCS #8, DER. */
      readonly signingKey: Uint8Array;
    }
  | { readonly kind: 'scrub'; readonly logDir: string; readonly seq: number };

export type UpkeepDone = { readonly ok: true; readonly records: number } | { readonly ok: false; readonly why: string };

export type UpkeepRun = {
  readonly done: Promise<UpkeepDone>;
  /** Of the process; undefined when none could be started. */
  readonly pid: number | undefined;
  /** Ends the process wherever it is; `done` then says so. */
  stop(): Promise<void>;
};

const PROCESS = fileURLToPath(new URL('./upkeep-process.ts', import.meta.url));

export function startUpkeep(task: UpkeepTask): UpkeepRun {
  const cache = getCompileCacheDir();
  const child = fork(PROCESS, [], {
    // What a bench or a test watches this process with is not for its helper.
    execArgv: [],
    env: { ...process.env, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) }) },
    // The secrets go by the channel: arguments and environment can be read by others.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // A house that has nothing else to do ends.
  child.unref();
  child.channel?.unref();
  const done = new Promise<UpkeepDone>((resolve) => {
    child.once('message', (said) => resolve(said as UpkeepDone));
    child.once('error', (cause) => resolve({ ok: false, why: String(cause) }));
    child.once('exit', () => resolve({ ok: false, why: 'the process was ended' }));
  });
  child.send(task, () => {});
  return {
    done,
    pid: child.pid,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGKILL')) return;
      await new Promise((gone) => child.once('exit', gone));
    },
  };
}
