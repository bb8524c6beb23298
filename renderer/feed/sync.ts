/** Catching up: the sale's snapshot is asked for until one is of this connection and of all that the house has said. Knows no subject. */
import type { Snapshot } from '../../protocol/wire.ts';
import { wholeSnapshot } from './snapshot.ts';

const SNAPSHOT_AGAIN_MS = 300;

export type Sync = {
  /** Begins, unless it is under way. */
  readonly run: () => Promise<void>;
  /** The sale went on at this record: a snapshot from before it has the old ends of its lots. */
  readonly resumed: (seq: number) => void;
  /** Another sale. */
  readonly forget: () => void;
};

/** One connection's view of one sale; `ask` rejects or gives null when the house does not answer. */
export type Source = {
  readonly epoch: number;
  readonly sale: string;
  readonly ask: (from: number) => Promise<Snapshot | null>;
};

type Parts = {
  /** Null while there is nobody to ask. */
  readonly source: () => Source | null;
  readonly take: (snapshot: Snapshot) => void;
  readonly isWhole: () => boolean;
  readonly later: (run: () => void, ms: number) => unknown;
};

export function createSync({ source, take, isWhole, later }: Parts): Sync {
  /** The epoch of the question that is under way: what belongs to an older one is not waited for. */
  let asking: number | null = null;
  let resumedSeq = 0;

  const run = async (): Promise<void> => {
    const from = source();
    if (from === null || asking === from.epoch) return;
    asking = from.epoch;
    const isMine = () => source()?.epoch === from.epoch;
    // Asked again below: a house that starts anew has no listener for a moment.
    const snapshot = await wholeSnapshot(async (at) => (isMine() ? from.ask(at) : null)).catch(() => null);
    if (asking === from.epoch) asking = null;
    // Whoever made it old has asked anew.
    if (!isMine()) return;
    if (snapshot === null || snapshot.sale.saleId !== from.sale) return void later(() => void run(), SNAPSHOT_AGAIN_MS);
    take(snapshot);
    if (snapshot.seq < resumedSeq || !isWhole()) later(() => void run(), SNAPSHOT_AGAIN_MS);
  };

  return {
    run,
    resumed(seq) {
      resumedSeq = seq;
      void run();
    },
    forget: () => {
      resumedSeq = 0;
    },
  };
}
