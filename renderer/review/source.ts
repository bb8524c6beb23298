/** Where the review desk asks: the house about a sale that is live, or the reviewer of an opened log file. Knows no view. */
import type { SignsReply } from '../../protocol/anomaly.ts';
import type { DeskBridge } from '../../protocol/bridge.ts';
import type {
  ChartReply,
  LotMoment,
  ProgressReply,
  ReceiptsReply,
  RecordReply,
  ReviewAnswer,
  ReviewAsk,
  StateReply,
  ToldReply,
  VerifyReply,
} from '../../protocol/review.ts';
import type { ReviewFilter, ReviewReply } from '../../protocol/wire.ts';
import type { AskTopic } from '../feed/words.ts';

/** Rows asked for at a time; the house gives no more. */
export const PAGE_ROWS = 200;

const TRIES_MAX = 20;

export class ReviewError extends Error {
  readonly code: string;
  constructor(code: string, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** The whole sale right after a record. */
export type Moment = { readonly seq: number; readonly at: number; readonly lots: readonly LotMoment[] };

export type ReviewSource = {
  readonly name: string;
  readonly isLive: boolean;
  rows(fromSeq: number, filter: ReviewFilter, limit?: number): Promise<ReviewReply>;
  moment(seq: number): Promise<Moment>;
  told(seq: number, bidder: string): Promise<ToldReply>;
  chart(lot: string): Promise<ChartReply>;
  record(seq: number): Promise<RecordReply>;
  receipts(fromSeq: number, filter: ReviewFilter, limit: number): Promise<ReceiptsReply>;
  progress(): Promise<ProgressReply>;
  verify(): Promise<VerifyReply>;
  signs(): Promise<SignsReply>;
};

type Ask = (ask: ReviewAsk) => Promise<unknown>;

export function liveSource(name: string, ask: (topic: AskTopic, payload: unknown) => Promise<unknown>): ReviewSource {
  return sourceOf(name, true, (question) => ask('review', question));
}

export function fileSource(name: string, bridge: Pick<DeskBridge, 'reviewFile'>): ReviewSource {
  return sourceOf(name, false, (question) => bridge.reviewFile(question));
}

function sourceOf(name: string, isLive: boolean, put: Ask): ReviewSource {
  const question = (ask: ReviewAsk) => patient(() => put(ask));
  const view = async <V extends ViewReply['view']>(asked: ReviewAsk & { readonly view: V }) => {
    const answer = spoken(await question(asked));
    if ('view' in answer && answer.view === asked.view) return answer as Extract<ViewReply, { readonly view: V }>;
    throw new ReviewError('review-unread', 'The answer is not one that this desk can read. Reload it.');
  };
  return {
    name,
    isLive,
    async rows(fromSeq, filter, limit = PAGE_ROWS) {
      const answer = spoken(await question({ fromSeq, limit, filter }));
      if ('rows' in answer) return answer;
      throw new ReviewError('review-unread', 'The answer is not one that this desk can read. Reload it.');
    },
    async moment(seq) {
      const lots: LotMoment[] = [];
      let page: StateReply = await view({ view: 'state', seq });
      for (;;) {
        lots.push(...page.lots);
        if (page.nextLot === null) return { seq: page.seq, at: page.at, lots };
        page = await view({ view: 'state', seq: page.seq, fromLot: page.nextLot });
      }
    },
    told: (seq, bidder) => view({ view: 'told', seq, bidder }),
    chart: (lot) => view({ view: 'chart', lot }),
    record: (seq) => view({ view: 'record', seq }),
    receipts: (fromSeq, filter, limit) => view({ view: 'receipts', fromSeq, limit, filter }),
    progress: () => view({ view: 'progress' }),
    verify: () => view({ view: 'verify' }),
    signs: () => view({ view: 'signs' }),
  };
}

/** A house that is asked too fast says when to ask again: then it is asked again, a bounded number of times. */
async function patient(put: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await put();
    const waitMs = waitOf(answer);
    if (waitMs === null) return answer;
    if (tries >= TRIES_MAX) throw new ReviewError('rate-limited', 'The house is asked too much just now. Ask again.');
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

function waitOf(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null || !('reason' in answer) || answer.reason !== 'rate-limited')
    return null;
  return 'retryMs' in answer && typeof answer.retryMs === 'number' ? Math.min(answer.retryMs + 5, 5_000) : 250;
}

type ViewReply = Extract<ReviewAnswer, { readonly view: string }>;

function spoken(value: unknown): Exclude<ReviewAnswer, { readonly error: unknown }> {
  if (typeof value !== 'object' || value === null)
    throw new ReviewError('review-unread', 'The answer is empty. Ask again.');
  const answer = value as ReviewAnswer;
  if ('error' in answer) throw new ReviewError(answer.error.code, answer.error.message);
  return answer;
}
