/**
 * The story of each lot: its newest steps as the public was told them, for a desk that sits down late. A fold of the log that follows
 * it in the background; what it no longer keeps stands in the log. Knows no subject.
 */
import type { LogRecord } from '../../protocol/event.ts';
import { HISTORY_STEPS_MAX, type LotStep } from '../../protocol/wire.ts';
import type { SaleState } from '../core/sale.ts';
import { type Between, changeOf, voidsOf } from '../review/moment.ts';
import { createBoard } from '../speech/board.ts';

/** Steps of one lot that are kept: as many as a desk keeps. */
export const STORY_STEPS_MAX = 600;
/** Steps above that before the oldest are cut: cutting moves all that stay. */
const SPARE = 60;

export type StoryPage = { readonly steps: readonly LotStep[]; readonly before: number | null };

export type Story = {
  /** Durable records, in order. */
  took(records: readonly LogRecord[]): void;
  /** The newest steps below `before`, rising. */
  page(lot: string, before: number): StoryPage;
};

type Entry = { readonly now: Between; rev: number; steps: LotStep[] };

/** `state` gives paddles only; it may be ahead of the records. */
export function createStory(state: SaleState): Story {
  const lots = new Map<string, Entry>();
  const board = createBoard(state);

  function take(record: LogRecord): void {
    board.apply(record);
    const touched = new Set<string>();
    for (const event of record.events) {
      if (event.type === 'SaleCreated')
        for (const lot of event.sale.lots)
          lots.set(lot.lotId, {
            now: {
              status: 'upcoming',
              askMinor: lot.format === 'live' || lot.format === 'timed' ? lot.openingMinor : null,
              leader: null,
              bids: 0,
              endedAskMinor: null,
              voids: voidsOf(event.sale, lot),
            },
            rev: 0,
            steps: [],
          });
      if (!('lot' in event) || event.type === 'BidRejected') continue;
      const entry = lots.get(event.lot);
      if (entry === undefined) continue;
      Object.assign(entry.now, changeOf(event, entry.now));
      entry.rev = event.rev;
      touched.add(event.lot);
    }
    for (const lot of touched) write(lot, record);
  }

  function write(lot: string, { seq, at }: LogRecord): void {
    const entry = lots.get(lot);
    if (entry === undefined) return;
    const { status, askMinor, leader, bids } = entry.now;
    const { rev } = entry;
    const { priceMinor, last } = board.lot(lot);
    const shown = leader === null ? null : board.paddle(leader);
    entry.steps.push({ rev, seq, at, status, priceMinor, askMinor, leader: shown, bids, last });
    if (entry.steps.length > STORY_STEPS_MAX + SPARE) entry.steps = entry.steps.slice(-STORY_STEPS_MAX);
  }

  return {
    took(records) {
      for (const record of records) take(record);
    },
    page(lot, before) {
      const steps = (lots.get(lot)?.steps ?? []).slice(-STORY_STEPS_MAX);
      const end = steps.findLastIndex((step) => step.rev < before) + 1;
      const from = Math.max(0, end - HISTORY_STEPS_MAX);
      return { steps: steps.slice(from, end), before: from > 0 ? (steps[from]?.rev ?? null) : null };
    },
  };
}
