/**
 * What the clerk's console orders and what became of it. An order is pending until the house has spoken; silence makes it
 * unknown, never failed. It must not know a view or a rule of the auction.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Channel } from '../../protocol/command.ts';
import type { ClerkReply, ClerkRequest, RoomBidder, RoomReply } from '../../protocol/wire.ts';
import type { Desk } from '../store.ts';
import { clerkWords, refusalWords } from '../words-clerk.ts';
import { whyNoBids } from './link.ts';

/** Orders kept in sight, newest first. */
export const ORDERS_MAX = 100;
/** Lines on the telephone desk: one a digit. */
export const PHONES_MAX = 9;
/** The paddles of places in the room that are called without a number. */
export const SECOND_PLACE = { bidder: 'floor-2', paddle: 'Floor2' } as const;

/** How the id of a line that has no paddle begins; its name follows, which only the house and its clerks see (ADR 0085). */
const PHONE = 'phone-';
/** How the paddle of such a line begins; a number follows, which everybody sees. */
const PHONE_PADDLE = 'Phone-';

export type ClerkOrder = {
  readonly ticket: number;
  readonly request: ClerkRequest;
  readonly words: string;
  readonly state: 'pending' | 'done' | 'refused' | 'unknown';
  readonly why: string | null;
};
/** A telephone line: whoever holds it speaks for this bidder. */
export type Phone = { readonly name: string; readonly bidder: string; readonly paddle: string };

export type ClerkState = {
  readonly orders: readonly ClerkOrder[];
  readonly phones: readonly Phone[];
  readonly bidders: readonly RoomBidder[];
};
export type ClerkStore = StoreApi<ClerkState>;

export type Clerk = {
  readonly store: ClerkStore;
  /**
   * Null when nothing was sent, because the house cannot be heard; else the house's reply, or null after silence. `words`: what the
   * list says of it, where whoever orders knows more than the order tells.
   */
  readonly order: (request: ClerkRequest, words?: string) => Promise<ClerkReply | null>;
  /** The bid at exactly this amount: one id, made here, so that a repeated word is one bid. */
  readonly bid: (lot: string, bidder: string, amountMinor: number, channel: Channel) => Promise<ClerkReply | null>;
  /** Sends an unanswered bid again, by the same id. */
  readonly again: (order: ClerkOrder) => Promise<ClerkReply | null>;
  /** Makes sure that the second unnumbered place of the room may bid. */
  readonly secondPlace: () => Promise<boolean>;
  readonly addPhone: (name: string, paddle: string) => Promise<string | null>;
  /** Asks who may bid, and the bids of a lot. */
  readonly room: (lot: string | null) => Promise<RoomReply>;
};

export const noClerk: ClerkState = { orders: [], phones: [], bidders: [] };

export function createClerk(desk: Desk, newId: () => string = () => crypto.randomUUID()): Clerk {
  const store = createStore<ClerkState>()(() => noClerk);
  let tickets = 0;
  const saleId = () => desk.sale.getState().saleId;
  // A paddle is another bidder there, and an order that was never answered must not be asked again of another sale.
  desk.sale.subscribe((now, before) => {
    if (now.saleId !== before.saleId) store.setState(noClerk);
  });

  const note = (ticket: number, change: Partial<ClerkOrder>) =>
    store.setState(({ orders }) => ({
      orders: orders.map((order) => (order.ticket === ticket ? { ...order, ...change } : order)),
    }));

  const order: Clerk['order'] = async (request, words = clerkWords(request, desk)) => {
    tickets += 1;
    const ticket = tickets;
    const fresh: ClerkOrder = { ticket, request, words, state: 'pending', why: null };
    const off = whyNoBids(desk.link.getState().connection);
    // An order that waited in a silent house would be done to another moment than the one that was looked at.
    const listed = off === null ? fresh : { ...fresh, state: 'refused' as const, why: `Nothing was sent. ${off}` };
    store.setState(({ orders }) => ({ orders: [listed, ...orders].slice(0, ORDERS_MAX) }));
    if (off !== null) return null;
    try {
      const reply = (await desk.ask('clerk', request)) as ClerkReply;
      const why = refusalOf(reply);
      note(ticket, why === null ? { state: 'done' } : { state: 'refused', why });
      if (why !== null) desk.voice.shout(`${words} was not taken. ${why}`);
      return reply;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'The house did not answer.';
      note(ticket, { state: 'unknown', why });
      desk.voice.shout(`${words}: unknown. ${why}`);
      return null;
    }
  };

  const room = async (lot: string | null): Promise<RoomReply> => {
    const asked = saleId();
    const first = (await desk.ask('snapshot', { room: { lot } })) as RoomReply;
    const bidders = [...first.bidders];
    for (let { next } = first; next !== undefined; ) {
      const more = (await desk.ask('snapshot', { room: { lot: null, from: next } })) as RoomReply;
      bidders.push(...more.bidders);
      next = more.next;
    }
    if (asked === saleId()) store.setState(({ phones }) => ({ bidders, phones: withLines(phones, bidders) }));
    return { ...first, bidders };
  };

  const isRegistered = (bidder: string) => store.getState().bidders.some((known) => known.bidder === bidder);
  const register = async (bidder: string, paddle: string): Promise<string | null> => {
    if (isRegistered(bidder)) return null;
    const reply = await order({ type: 'RegisterBidder', bidder, limitMinor: null, paddle });
    const why = reply === null ? 'The house did not answer.' : refusalOf(reply);
    if (why !== null) return why;
    const known: RoomBidder = { bidder, paddle, limitMinor: null, suspended: false, wonMinor: 0 };
    store.setState(({ bidders }) => ({ bidders: [...bidders, known] }));
    return null;
  };

  return {
    store,
    order,
    room,
    bid: (lot, bidder, amountMinor, channel) =>
      order({
        type: 'PlaceBid',
        id: newId(),
        lot,
        bidder,
        amountMinor,
        kind: channel === 'book' ? 'max' : 'bid',
        channel,
      }),
    again: ({ request }) => order(request),
    secondPlace: async () => (await register(SECOND_PLACE.bidder, SECOND_PLACE.paddle)) === null,
    async addPhone(name, paddle) {
      const { phones, bidders } = store.getState();
      if (phones.length >= PHONES_MAX) return `There are ${PHONES_MAX} lines already.`;
      const known = bidders.find((bidder) => bidder.paddle === paddle || bidder.bidder === paddle);
      if (paddle !== '' && known === undefined) return `There is no paddle ${paddle} in this sale.`;
      const token = `${PHONE}${slug(name)}`;
      const line = known ??
        bidders.find(({ bidder }) => bidder === token) ?? { bidder: token, paddle: freePaddle(bidders) };
      const held = phones.findIndex(({ bidder }) => bidder === line.bidder);
      if (held >= 0) return `Line ${held + 1} speaks for them already.`;
      const why = known === undefined ? await register(line.bidder, line.paddle) : null;
      if (why !== null) return why;
      const phone = { name, bidder: line.bidder, paddle: line.paddle };
      store.setState((state) => ({ phones: [...state.phones, phone] }));
      return null;
    },
  };
}

const clerks = new WeakMap<Desk, Clerk>();

/** The console of a desk: one, however often its view is opened. */
export function clerkOf(desk: Desk): Clerk {
  const known = clerks.get(desk) ?? createClerk(desk);
  clerks.set(desk, known);
  return known;
}

/** Null when the house took it; else why not, in words. A bid that the rules rejected comes as an event of a reply. */
export function refusalOf(reply: ClerkReply): string | null {
  for (const event of reply.events)
    if (event.type === 'BidRejected' || event.type === 'CommandRefused') return refusalWords(event.reason);
  return reply.outcome === 'accepted' ? null : refusalWords(reply.reason);
}

/** Lines that were registered before this desk was opened, or by another clerk, stand at their digit again. */
function withLines(phones: readonly Phone[], bidders: readonly RoomBidder[]): readonly Phone[] {
  const found = bidders.filter(
    ({ bidder }) => bidder.startsWith(PHONE) && !phones.some((phone) => phone.bidder === bidder),
  );
  if (found.length === 0) return phones;
  const lines = found.map(({ bidder, paddle }) => ({
    name: bidder.slice(PHONE.length).replaceAll('-', ' '),
    bidder,
    paddle,
  }));
  return [...phones, ...lines].slice(0, PHONES_MAX);
}

function freePaddle(bidders: readonly RoomBidder[]): string {
  const taken = new Set(bidders.map(({ paddle }) => paddle));
  let number = 1;
  while (taken.has(`${PHONE_PADDLE}${number}`)) number += 1;
  return `${PHONE_PADDLE}${number}`;
}

function slug(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return (plain === '' ? 'line' : plain).slice(0, 40);
}
