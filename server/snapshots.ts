/** The whole sale as one message: kept as text until the next record, with each asker's own standing added. */
import type { LotStatus } from '../protocol/sale.ts';
import { subjects } from '../protocol/subjects.ts';
import type { Snapshot, Tick } from '../protocol/wire.ts';
import type { Board } from './board.ts';
import { lotView, type SaleState, saleView } from './core/sale.ts';
import { publicSale } from './publicsale.ts';
import { standingOf } from './standing.ts';
import { tickOf } from './ticks.ts';

export type SaleSummary = {
  readonly id: string;
  readonly title: string;
  readonly currency: string;
  readonly lots: number;
  readonly registered: number;
  readonly held: boolean;
  readonly running: boolean;
};

export type Snapshots = {
  readonly saleSubject: string;
  /** To be called when a record became durable. */
  changed(): void;
  /** `isClerk`: of this sale; he sees the reserves. */
  forUser(user: string, isClerk: boolean): Uint8Array;
  /** Without anybody's standing: for the feed. */
  forAudience(): Uint8Array;
  summary(): SaleSummary;
  revs(): Readonly<Record<string, number>>;
  statusOf(lot: string): LotStatus | null;
  isRunning(): boolean;
};

export type SnapshotsInput = {
  readonly saleId: string;
  readonly state: SaleState;
  readonly board: Board;
  readonly seq: () => number;
  readonly now: () => number;
};

export function createSnapshots(input: SnapshotsInput): Snapshots {
  const { saleId, state, board } = input;
  // The part that is the same for everybody, as JSON without its closing brace.
  let common: string | null = null;
  let saleText: string | null = null;

  function commonText(): string {
    if (common !== null) return common;
    const { sale, held, registered } = saleView(state);
    if (sale === null) throw new Error(`sale ${saleId} has not been made`);
    saleText ??= JSON.stringify(publicSale(sale));
    const ticks: Tick[] = [];
    for (const lot of board.lotIds()) {
      const tick = tickOf(state, board, lot);
      if (tick !== null) ticks.push(tick);
    }
    const part: Pick<Snapshot, 'held' | 'registered' | 'ticks'> = {
      held,
      registered,
      ticks,
    };
    common = `{"seq":${input.seq()},"sale":${saleText},${JSON.stringify(part).slice(1, -1)}`;
    return common;
  }

  function reserves(): Record<string, number> {
    const found: Record<string, number> = {};
    for (const lot of saleView(state).sale?.lots ?? [])
      if (typeof lot.reserveMinor === 'number') found[lot.lotId] = lot.reserveMinor;
    return found;
  }

  function isOver(lot: string): boolean {
    const status = lotView(state, lot)?.status;
    return status === 'sold' || status === 'passed' || status === 'withdrawn';
  }

  function isRunning(): boolean {
    for (const lot of board.lotIds()) if (!isOver(lot)) return true;
    return false;
  }

  return {
    saleSubject: subjects.sale(saleId),
    changed() {
      common = null;
    },
    forUser(user, isClerk) {
      const standing = JSON.stringify(standingOf(state, user));
      const secret = isClerk ? `,"reserves":${JSON.stringify(reserves())}` : '';
      return encodeText(`${commonText()},"at":${input.now()},"standing":${standing}${secret}}`);
    },
    forAudience: () => encodeText(`${commonText()},"at":${input.now()},"standing":null}`),
    summary() {
      const { sale, held, registered } = saleView(state);
      return {
        id: saleId,
        title: sale?.title ?? '',
        currency: sale?.currency ?? '',
        lots: sale?.lots.length ?? 0,
        registered,
        held: held !== null,
        running: isRunning(),
      };
    },
    revs() {
      const revs: Record<string, number> = {};
      for (const lot of board.lotIds()) {
        const rev = lotView(state, lot)?.rev;
        if (rev !== undefined) revs[lot] = rev;
      }
      return revs;
    },
    statusOf: (lot) => lotView(state, lot)?.status ?? null,
    isRunning,
  };
}

function encodeText(text: string): Uint8Array {
  return Buffer.from(text);
}
