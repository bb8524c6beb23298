/** Decides when a sale's standing is saved: every so many records by a process of its own, and by the house itself when it ends well. Knows no format. */
import type { KeyObject } from 'node:crypto';
import type { Claim } from '../journal/recovery.ts';
import { type Standing, save } from './saved.ts';
import { startUpkeep, type UpkeepRun } from './upkeep.ts';

export type Saver = {
  /** To be called when records became durable. */
  changed(): void;
  /** Saves `standing` unless little has come since the last time; no process is left afterwards. */
  close(standing: Standing): Promise<void>;
};

export type SaverInput = {
  readonly sale: string;
  readonly logDir: string;
  readonly secret: Buffer;
  readonly signingKey: KeyObject;
  readonly savedSeq: number;
  readonly everyRecords: number;
  /** The last durable record. */
  readonly claim: () => Claim;
  readonly warn: (message: string) => void;
};

/** A longer log is saved when it has grown by this part: a start folds as much, and to save all of it every minute would cost more and more. */
const GROWTH_PART = 20;
/** Fewer records than this part of `everyRecords` are folded again sooner than they are saved. */
const CLOSE_PART = 50;

export function isDue(seq: number, savedSeq: number, everyRecords: number): boolean {
  return seq - savedSeq >= Math.max(everyRecords, seq / GROWTH_PART);
}

export function createSaver(input: SaverInput): Saver {
  const { sale, logDir, everyRecords, warn } = input;
  let savedSeq = input.savedSeq;
  let running: UpkeepRun | null = null;
  let isClosing = false;

  function changed(): void {
    const claim = input.claim();
    if (isClosing || running !== null || !isDue(claim.seq, savedSeq, everyRecords)) return;
    savedSeq = claim.seq;
    const signingKey = input.signingKey.export({ format: 'der', type: 'pkcs8' });
    running = startUpkeep({ kind: 'save', sale, logDir, claim, secret: input.secret, signingKey });
    running.done.then((done) => {
      running = null;
      if (!done.ok && !isClosing) warn(`no snapshot at seq ${claim.seq}: ${done.why}`);
      // As many records may have come meanwhile.
      changed();
    });
  }

  return {
    changed,
    async close(standing) {
      isClosing = true;
      const wasRunning = running !== null;
      await running?.stop();
      if (!wasRunning && standing.claim.seq - savedSeq < everyRecords / CLOSE_PART) return;
      try {
        await save(logDir, standing);
      } catch (cause) {
        // The log has everything; a start without a snapshot takes longer, and that is all.
        warn(`no snapshot at the end: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    },
  };
}
