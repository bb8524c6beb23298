/** The whole sale as one message, or as many as its size asks for: kept as text until the next record, with each asker's own standing added. */
import type { Lot, LotStatus } from '../../protocol/sale.ts';
import { subjects } from '../../protocol/subjects.ts';
import type { Snapshot } from '../../protocol/wire.ts';
import { lotView, type SaleState, saleView } from '../core/sale.ts';
import type { Board } from '../speech/board.ts';
import { tickOf } from '../speech/ticks.ts';
import { publicSale } from './publicsale.ts';
import { standingOf } from './standing.ts';

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
  /** `isClerk`: of this sale; he sees the reserves. `from`: the place in the catalogue to go on from. */
  forUser(user: string, isClerk: boolean, from?: number): Uint8Array;
  /** The whole in one, without anybody's standing: for the feed. */
  forAudience(): { readonly seq: number; readonly json: string };
  summary(): SaleSummary;
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

/** Lots and ticks of one message; the rest up to the bus's 1 MiB is for the asker's own standing, and a clerk's reserves. */
const PAGE_BYTES_MAX = 640 * 1024;
/** An asker may name any place to start from; only so many are kept. */
const PAGES_KEPT = 256;

type Page = {
  readonly seq: number;
  readonly text: string;
  readonly lots: readonly Lot[];
  readonly next: number | null;
};
type LotText = { readonly lot: Lot; readonly text: string; readonly bytes: number };

export function createSnapshots(input: SnapshotsInput): Snapshots {
  const { saleId, state, board } = input;
  // What is the same for everybody, as JSON without its closing brace, by the place that it starts from.
  const pages = new Map<number, Page>();
  let whole: Page | null = null;
  let catalogue: { readonly head: string; readonly lots: readonly LotText[] } | null = null;

  function catalogueText() {
    if (catalogue !== null) return catalogue;
    const { sale } = saleView(state);
    if (sale === null) throw new Error(`sale ${saleId} has not been made`);
    const { lots, ...rest } = publicSale(sale);
    const texts = lots.map((lot) => JSON.stringify(lot));
    catalogue = {
      head: JSON.stringify(rest).slice(0, -1),
      lots: sale.lots.map((lot, at) => ({ lot, text: texts[at] ?? '', bytes: Buffer.byteLength(texts[at] ?? '') })),
    };
    return catalogue;
  }

  function makePage(from: number, bytesMax: number): Page {
    const { head, lots } = catalogueText();
    const { held, registered } = saleView(state);
    const ticks: string[] = [];
    let bytes = 0;
    let end = from;
    for (; end < lots.length; end += 1) {
      const one = lots[end];
      if (one === undefined) break;
      const tick = tickOf(state, board, one.lot.lotId);
      const text = tick === null ? '' : JSON.stringify(tick);
      bytes += one.bytes + Buffer.byteLength(text) + 2;
      // A lot that is larger than a page goes alone.
      if (bytes > bytesMax && end > from) break;
      if (text !== '') ticks.push(text);
    }
    const shown = lots.slice(from, end);
    const next = end < lots.length ? end : null;
    const sale = `${head},"lots":[${shown.map(({ text }) => text).join(',')}]}`;
    const part: Pick<Snapshot, 'held' | 'registered'> = { held, registered };
    const more = next === null ? '' : `,"next":${next}`;
    const seq = input.seq();
    const text = `{"seq":${seq},"sale":${sale},${JSON.stringify(part).slice(1, -1)},"ticks":[${ticks.join(',')}]${more}`;
    return { seq, text, lots: shown.map(({ lot }) => lot), next };
  }

  function pageFrom(from: number): Page {
    const kept = pages.get(from);
    if (kept !== undefined) return kept;
    const made = makePage(from, PAGE_BYTES_MAX);
    if (pages.size < PAGES_KEPT) pages.set(from, made);
    return made;
  }

  function wholePage(): Page {
    const first = pageFrom(0);
    if (first.next === null) return first;
    whole ??= makePage(0, Number.POSITIVE_INFINITY);
    return whole;
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
      pages.clear();
      whole = null;
    },
    forUser(user, isClerk, from = 0) {
      const { text, lots } = pageFrom(from);
      const standing = from === 0 ? JSON.stringify(standingOf(state, user)) : 'null';
      const secret = isClerk ? `,"reserves":${JSON.stringify(reservesOf(lots))}` : '';
      return encodeText(`${text},"at":${input.now()},"standing":${standing}${secret}}`);
    },
    forAudience() {
      const { seq, text } = wholePage();
      return { seq, json: `${text},"at":${input.now()},"standing":null}` };
    },
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
    statusOf: (lot) => lotView(state, lot)?.status ?? null,
    isRunning,
  };
}

function reservesOf(lots: readonly Lot[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { lotId, reserveMinor } of lots) if (typeof reserveMinor === 'number') found[lotId] = reserveMinor;
  return found;
}

function encodeText(text: string): Uint8Array {
  return Buffer.from(text);
}
