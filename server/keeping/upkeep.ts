/**
 * Work on a log beside the sale that is running, in threads of its own: snapshots from time to time, and the check of what a start
 * from a snapshot passed over. Never touches the sale's state; reads the log as any reader does.
 */
import { Worker } from 'node:worker_threads';
import type { Claim } from '../journal/recovery.ts';

/** What a thread is asked to do. */
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
  /** Ends the thread wherever it is; `done` then says so. */
  stop(): Promise<void>;
};

const THREAD = new URL('./upkeep-thread.ts', import.meta.url);

export function startUpkeep(task: UpkeepTask): UpkeepRun {
  const worker = new Worker(THREAD, { workerData: task });
  // A house that has nothing else to do ends.
  worker.unref();
  const done = new Promise<UpkeepDone>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (cause) => resolve({ ok: false, why: String(cause) }));
    worker.once('exit', () => resolve({ ok: false, why: 'the thread was ended' }));
  });
  return {
    done,
    async stop() {
      await worker.terminate();
    },
  };
}
