/**
 * The review of one log: which records are listed, which moment is shown, which one beside it, and the play. It asks a source
 * (the house or a file) and must not know a view or a rule of the auction.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogSort, OpenedLog } from '../../protocol/bridge.ts';
import type { LogRecord } from '../../protocol/event.ts';
import type { VerifyReply } from '../../protocol/review.ts';
import type { ReviewFilter, ReviewRow } from '../../protocol/wire.ts';
import { createFind, type Find, isFiltered } from '../review/find.ts';
import { createPages, type Pages } from '../review/pages.ts';
import { advance, type Play, type Speed } from '../review/play.ts';
import { type ReadTo, watchReading } from '../review/reading.ts';
import { fileSource, liveSource, type Moment, type ReviewSource } from '../review/source.ts';
import type { Desk } from '../store.ts';

/** The play looks this often; what fell due meanwhile is one step. */
const PLAY_EVERY_MS = 100;

/** Names and currency as the log itself says them: a file knows no house. */
export type Catalogue = {
  readonly title: string;
  readonly currency: string;
  readonly lots: ReadonlyMap<
    string,
    { readonly number: number; readonly title: string; readonly lowMinor: number | null }
  >;
};

export type ReviewState = {
  readonly name: string;
  readonly isLive: boolean;
  /** Null until the first record, which sets the sale up, has been read. */
  readonly catalogue: Catalogue | null;
  readonly lastSeq: number;
  readonly filter: ReviewFilter;
  /** Grows when rows came: a table that shows them looks again. */
  readonly version: number;
  /** The record whose moment is wanted; 0 before the first. */
  readonly seq: number;
  /** Stays at the newest record of a live sale. */
  readonly follows: boolean;
  /** The last moment that the source gave: that of `seq`, but for the time of a question. */
  readonly moment: Moment | null;
  /** The moment it is compared with. */
  readonly pinned: Moment | null;
  readonly speed: Speed;
  readonly isPlaying: boolean;
  readonly verify: { readonly phase: 'idle' | 'busy' } | { readonly phase: 'done'; readonly reply: VerifyReply };
  /** How far the log has been read, while a moment waits for it; null when nothing waits long. */
  readonly reading: ReadTo | null;
  /** A log was chosen and is being read for the first time. */
  readonly isOpening: boolean;
  readonly error: string | null;
};
export type ReviewStore = StoreApi<ReviewState>;

export type Review = {
  readonly store: ReviewStore;
  readonly source: () => ReviewSource;
  readonly pages: Pages;
  readonly find: Find;
  readonly openLive: (sale: string) => void;
  /** By the system's dialog. */
  readonly openFile: (of: LogSort) => Promise<void>;
  readonly openDropped: (dropped: File) => Promise<void>;
  readonly filter: (filter: ReviewFilter) => void;
  readonly go: (seq: number) => void;
  readonly step: (by: number) => void;
  readonly follow: () => void;
  readonly pin: (seq: number | null) => Promise<void>;
  readonly play: (on: boolean) => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly verify: () => Promise<void>;
  /** The log has at least this many records. */
  readonly grew: (lastSeq: number) => void;
};

type World = Pick<Desk, 'ask' | 'bridge' | 'nowMs'>;

const blank = (name: string, isLive: boolean): ReviewState => ({
  name,
  isLive,
  catalogue: null,
  lastSeq: 0,
  filter: {},
  version: 0,
  seq: 0,
  follows: true,
  moment: null,
  pinned: null,
  speed: 10,
  isPlaying: false,
  verify: { phase: 'idle' },
  reading: null,
  isOpening: false,
  error: null,
});

export function createReview(desk: World): Review {
  const store = createStore<ReviewState>()(() => blank('', true));
  const { getState: state, setState: set } = store;
  let source = liveSource('', desk.ask);
  let isAsking = false;
  let player: ReturnType<typeof setInterval> | null = null;
  let position: Play = { seq: 0, atMs: 0 };

  // A failed call of the bridge reads `code: sentence`; a person gets the sentence.
  const failed = (cause: unknown) =>
    set({ error: (cause instanceof Error ? cause.message : String(cause)).replace(/^[a-z][a-z-]*: /, '') });
  const came = ({ lastSeq }: { readonly lastSeq: number }) => {
    set(({ version }) => ({ version: version + 1, error: null }));
    grew(lastSeq);
  };
  const pages = createPages((from) => source.rows(from, {}), came, failed);
  const find = createFind((from, filter) => source.rows(from, filter), came, failed);

  const open = (next: ReviewSource) => {
    play(false);
    source = next;
    pages.clear();
    find.start({});
    set(blank(next.name, next.isLive), true);
    pages.at(1);
    next.record(1).then(
      ({ record }) => next === source && set({ catalogue: catalogueOf(record) }),
      // Ids stand where names would; the rows say themselves when nothing can be read.
      () => undefined,
    );
  };

  /** What cannot be read leaves the log that is open where it is. */
  const openBy = async (choose: () => Promise<OpenedLog | null>) => {
    set({ isOpening: true, error: null });
    try {
      const opened = await choose();
      if (opened !== null) open(fileSource(opened.name, desk.bridge));
    } catch (cause) {
      failed(cause);
    }
    set({ isOpening: false });
  };

  /** One question at a time, always for the moment that is wanted when the answer before has come. */
  const look = () => {
    const { seq, moment } = state();
    if (isAsking || seq === 0 || moment?.seq === seq) return;
    const asked = source;
    isAsking = true;
    const done = watchReading(
      () => asked.progress(),
      (reading) => asked === source && set({ reading }),
      (run, ms) => setTimeout(run, ms),
    );
    asked
      .moment(seq)
      .then((found) => asked === source && set({ moment: found, error: null }), failed)
      .finally(() => {
        isAsking = false;
        done();
        if (state().reading !== null) set({ reading: null });
        if (asked !== source || state().seq !== seq) look();
      });
  };

  const show = (seq: number, follows: boolean) => {
    const { lastSeq } = state();
    set({ seq: Math.min(Math.max(seq, lastSeq === 0 ? 0 : 1), lastSeq), follows });
    look();
  };

  function grew(lastSeq: number): void {
    const before = state();
    if (lastSeq <= before.lastSeq) return;
    set({ lastSeq });
    if (isFiltered(before.filter)) find.more();
    if (before.follows) show(lastSeq, before.isLive);
  }

  function play(on: boolean): void {
    if (player !== null) clearInterval(player);
    player = null;
    const { seq, lastSeq } = state();
    set({ isPlaying: on });
    if (!on) return;
    const from = seq >= lastSeq ? 1 : seq;
    show(from, false);
    position = { seq: from, atMs: pages.at(from)?.at ?? state().moment?.at ?? 0 };
    let lookedAtMs = desk.nowMs();
    player = setInterval(() => {
      const nowMs = desk.nowMs();
      const now = state();
      // A hand that went elsewhere meanwhile is followed.
      if (now.seq !== position.seq) position = { seq: now.seq, atMs: pages.at(now.seq)?.at ?? 0 };
      position = advance(position, nowMs - lookedAtMs, now.speed, now.lastSeq, (at) => pages.at(at)?.at ?? null);
      lookedAtMs = nowMs;
      if (position.seq !== now.seq) show(position.seq, false);
      if (position.seq >= now.lastSeq) play(false);
    }, PLAY_EVERY_MS);
  }

  return {
    store,
    source: () => source,
    pages,
    find,
    openLive: (sale) => open(liveSource(sale, desk.ask)),
    openFile: (of) => openBy(() => desk.bridge.openLogFile(of)),
    openDropped: (dropped) => openBy(() => desk.bridge.openDroppedLog(dropped)),
    filter(filter) {
      set({ filter });
      find.start(filter);
      if (isFiltered(filter)) find.more();
    },
    go: (seq) => show(seq, false),
    step: (by) => show(state().seq + by, false),
    follow() {
      play(false);
      show(state().lastSeq, state().isLive);
    },
    async pin(seq) {
      if (seq === null) return set({ pinned: null });
      const asked = source;
      await asked.moment(seq).then((pinned) => asked === source && set({ pinned }), failed);
    },
    play,
    setSpeed: (speed) => set({ speed }),
    async verify() {
      const asked = source;
      set({ verify: { phase: 'busy' } });
      try {
        const reply = await asked.verify();
        if (asked !== source) return;
        set({ verify: { phase: 'done', reply }, error: null });
        if (reply.wrong !== null) {
          set({ filter: {} });
          show(reply.wrong.seq, false);
        }
      } catch (cause) {
        if (asked !== source) return;
        set({ verify: { phase: 'idle' } });
        failed(cause);
      }
    },
    grew,
  };
}

function catalogueOf(record: LogRecord | null): Catalogue | null {
  if (record?.command.type !== 'CreateSale') return null;
  const { title, currency, lots } = record.command.sale;
  const named = lots.map(
    ({ lotId, number, title: words, estimateMinor }) =>
      [lotId, { number, title: words, lowMinor: estimateMinor?.[0] ?? null }] as const,
  );
  return { title, currency, lots: new Map(named) };
}

const reviews = new WeakMap<Desk, Review>();

/** The review of a desk: one, which outlives its view, so that a look at another desk loses no place. */
export function reviewOf(desk: Desk): Review {
  const known = reviews.get(desk);
  if (known !== undefined) return known;
  const made = createReview(desk);
  reviews.set(desk, made);
  return made;
}

/** The listed row of an index, and how many rows the list has. */
export function listed(review: Review, index: number): ReviewRow | null {
  return isFiltered(review.store.getState().filter) ? review.find.at(index) : review.pages.at(index + 1);
}
export function listedCount(review: Review): number {
  const { filter, lastSeq } = review.store.getState();
  return isFiltered(filter) ? review.find.count() : lastSeq;
}
