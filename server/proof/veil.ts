/**
 * From a record of the house to the record that the public may have (ADR 0013): bidders become paddles, and what is not public
 * yet (maxima, sealed amounts, reserves, limits) becomes a commitment. A function of the record and of who was registered when;
 * nothing else is stored, because salts are derived from the house's secret.
 */
import { hash } from 'node:crypto';
import type { Command } from '../../protocol/command.ts';
import type { Event, LogRecord } from '../../protocol/event.ts';
import type { Committed, Opening, PublicRecord, Veiled } from '../../protocol/log.ts';
import type { LotFormat, Sale } from '../../protocol/sale.ts';
import { createSalter } from './salt.ts';

type Registered = { readonly paddle: string; readonly seq: number };
type KnownLot = { readonly format: LotFormat; closed: boolean };

export type VeilSnapshot = {
  readonly bidders: readonly (readonly [string, string, number])[];
  readonly lots: readonly (readonly [string, LotFormat, boolean])[];
};

export type Veil = {
  /** Learns who and what the record brings; to be called once a record, in order, before `record`. */
  learn(record: LogRecord): void;
  record(record: LogRecord): PublicRecord;
  /** What opens the record's commitments; `all` for the bidder's own receipt, otherwise those of lots that are closed now. */
  openings(record: LogRecord, all: boolean): readonly Opening[];
  paddleOf(bidder: string, seq: number): string;
  snapshot(): VeilSnapshot;
};

/** Stands for itself everywhere: the room, and the house. */
const NOT_VEILED = new Set(['room', 'house']);

export function createVeil(secret: Buffer, from?: VeilSnapshot): Veil {
  const bidders = new Map<string, Registered>();
  const taken = new Set<string>(NOT_VEILED);
  const lots = new Map<string, KnownLot>();
  const salter = createSalter(secret);
  for (const [bidder, paddle, seq] of from?.bidders ?? []) register(bidder, paddle, seq);
  for (const [lot, format, closed] of from?.lots ?? []) lots.set(lot, { format, closed });

  function register(bidder: string, wish: string | undefined, seq: number): void {
    if (bidders.has(bidder)) return;
    let ordinal = bidders.size + 1;
    while (taken.has(String(ordinal))) ordinal += 1;
    let paddle = wish ?? String(ordinal);
    while (taken.has(paddle) || paddle.startsWith('x-')) paddle = `${paddle}-${ordinal}`;
    taken.add(paddle);
    bidders.set(bidder, { paddle, seq });
  }

  function learn(record: LogRecord): void {
    for (const event of record.events) {
      if (event.type === 'BidderRegistered') register(event.bidder, event.paddle, record.seq);
      else if (event.type === 'SaleCreated')
        for (const lot of event.sale.lots) lots.set(lot.lotId, { format: lot.format, closed: false });
      else if (event.type === 'LotSold' || event.type === 'LotPassed' || event.type === 'LotWithdrawn')
        close(event.lot, true);
      else if (event.type === 'LotReopened') close(event.lot, false);
    }
  }
  function close(lot: string, closed: boolean): void {
    const known = lots.get(lot);
    if (known !== undefined) known.closed = closed;
  }

  function paddleOf(bidder: string, seq: number): string {
    // What is no name is malformed, and stands as it came.
    if (typeof bidder !== 'string' || NOT_VEILED.has(bidder)) return bidder;
    const known = bidders.get(bidder);
    if (known !== undefined && known.seq <= seq) return known.paddle;
    return `x-${hash('sha256', Buffer.concat([secret, Buffer.from(bidder)]), 'hex').slice(0, 16)}`;
  }

  /** Amounts on a lot that is not known are nobody's secret: such a bid says nothing about any lot. */
  function isHidden(lot: string, kind: string): boolean {
    const known = lots.get(lot);
    return known !== undefined && (kind !== 'bid' || known.format === 'sealed');
  }

  function veilSale(sale: Sale, commit: Commit): Veiled<Sale> {
    if (!Array.isArray(sale?.lots)) return sale;
    return {
      ...sale,
      lots: sale.lots.map((lot) =>
        typeof lot?.reserveMinor === 'number'
          ? { ...lot, reserveMinor: commit(`reserve.${lot.lotId}`, lot.reserveMinor) }
          : lot,
      ),
    };
  }

  function veilCommand(command: Command, seq: number, commit: Commit): Veiled<Command> {
    switch (command.type) {
      case 'PlaceBid': {
        const bidder = paddleOf(command.bidder, seq);
        return isHidden(command.lot, command.kind)
          ? { ...command, bidder, amountMinor: commit('amount', command.amountMinor) }
          : { ...command, bidder };
      }
      case 'LowerMax': {
        const bidder = paddleOf(command.bidder, seq);
        return isHidden(command.lot, 'max')
          ? { ...command, bidder, amountMinor: commit('amount', command.amountMinor) }
          : { ...command, bidder };
      }
      case 'CreateSale':
        return { ...command, sale: veilSale(command.sale, commit) };
      case 'RegisterBidder':
        return { ...command, bidder: paddleOf(command.bidder, seq), limitMinor: limit(command.limitMinor, commit) };
      case 'SuspendBidder':
        return { ...command, bidder: paddleOf(command.bidder, seq), reason: veilText(command.reason, seq) };
      case 'ReinstateBidder':
        return { ...command, bidder: paddleOf(command.bidder, seq) };
      default:
        return command;
    }
  }

  function veilEvent(event: Event, seq: number, commit: Commit): Veiled<Event> {
    switch (event.type) {
      case 'BidAccepted': {
        const bidder = paddleOf(event.bidder, seq);
        return isHidden(event.lot, event.kind)
          ? { ...event, bidder, amountMinor: commit('taken', event.amountMinor) }
          : { ...event, bidder };
      }
      case 'MaxLowered':
        return { ...event, bidder: paddleOf(event.bidder, seq), amountMinor: commit('taken', event.amountMinor) };
      case 'BidRejected':
        return { ...event, bidder: paddleOf(event.bidder, seq) };
      case 'PriceChanged':
        return event.leader === null ? event : { ...event, leader: paddleOf(event.leader, seq) };
      case 'LotSold':
        return { ...event, buyer: paddleOf(event.buyer, seq) };
      case 'SaleCreated':
        return { ...event, sale: veilSale(event.sale, commit) };
      case 'BidderRegistered':
        return { ...event, bidder: paddleOf(event.bidder, seq), limitMinor: limit(event.limitMinor, commit) };
      case 'BidderSuspended':
        return { ...event, bidder: paddleOf(event.bidder, seq), reason: veilText(event.reason, seq) };
      case 'BidderReinstated':
        return { ...event, bidder: paddleOf(event.bidder, seq) };
      default:
        return event;
    }
  }

  /** Why somebody was suspended is between him and the house. The text can be shown later; it is what the commitment says. */
  function veilText(text: string, seq: number): string {
    return typeof text === 'string' ? `sha256:${salter.commit(seq, 'reason', JSON.stringify(text))}` : text;
  }

  function veilAll(record: LogRecord, commit: Commit): PublicRecord {
    const { seq } = record;
    return {
      seq,
      at: record.at,
      rules: record.rules,
      command: veilCommand(record.command, seq, commit),
      events: record.events.map((event) => veilEvent(event, seq, commit)),
    };
  }

  return {
    learn,
    paddleOf,
    record: (record) =>
      veilAll(
        record,
        committer(record, (field, value) => salter.commit(record.seq, field, String(value))),
      ),
    openings(record, all) {
      const found = new Map<string, Opening>();
      veilAll(
        record,
        committer(record, (field, value) => {
          if (all || mayOpen(record, field))
            found.set(field, { seq: record.seq, field, salt: salter.salt(record.seq, field), value });
          return '';
        }),
      );
      return [...found.values()];
    },
    snapshot: () => ({
      bidders: [...bidders].map(([bidder, { paddle, seq }]) => [bidder, paddle, seq] as const),
      lots: [...lots].map(([lot, { format, closed }]) => [lot, format, closed] as const),
    }),
  };

  function mayOpen(record: LogRecord, field: string): boolean {
    if (field === 'limit') return false;
    const lot = field.startsWith('reserve.') ? field.slice(8) : 'lot' in record.command ? record.command.lot : '';
    return lots.get(lot)?.closed === true;
  }
}

type Commit = (field: string, amountMinor: number) => Committed | number;

/** What is not a number is malformed, and no secret. What was taken at the amount that was asked has the same commitment. */
function committer(record: LogRecord, commit: (field: string, value: number) => string): Commit {
  const asked = 'amountMinor' in record.command ? record.command.amountMinor : null;
  let ofAsked: string | null = null;
  return (field, value) => {
    if (typeof value !== 'number') return value;
    if (value !== asked || (field !== 'amount' && field !== 'taken')) return { commit: commit(field, value) };
    ofAsked ??= commit('amount', value);
    return { commit: ofAsked };
  };
}

function limit(limitMinor: number | null, commit: Commit): Committed | number | null {
  return limitMinor === null ? null : commit('limit', limitMinor);
}
