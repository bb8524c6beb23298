/**
 * What the house serves on the bus: takes messages to the door, orders to their sale, questions to their answers. Keeps the count of
 * what is in flight. Knows subjects, no rules.
 */

import type { Logger } from 'pino';
import { decodeJson, encode } from '../protocol/codec.ts';
import { HOUSE_HOLDS } from '../protocol/command.ts';
import type { DoorReason } from '../protocol/event.ts';
import { isInboxOf, isToken, subjects } from '../protocol/subjects.ts';
import { type ClerkReply, PAYLOAD_BYTES_MAX, type TimeReply } from '../protocol/wire.ts';
import { answerQuestion, type Question } from './answers/questions.ts';
import type { Bus } from './bus.ts';
import type { HouseClock } from './clock.ts';
import type { Connections } from './door/connections.ts';
import { createCrowd } from './door/crowd.ts';
import type { Limits } from './door/limits.ts';
import { createPatience } from './door/patience.ts';
import { createRefusals, type Door } from './door/refusals.ts';
import { idUnread } from './door/unread.ts';
import { type Users, worksOn } from './identity/users.ts';
import { createIngress, type Refusal } from './ingress.ts';
import type { Metrics } from './metrics.ts';
import { NATS_PAYLOAD_BYTES_MAX } from './nats/conf.ts';
import type { Decided, Order } from './order.ts';
import type { Room } from './room.ts';

export type Service = {
  published(sale: string, batch: readonly Decided[]): void;
  refuse(sale: string, orders: readonly Order[], reason: DoorReason): void;
  sayHead(room: Room): void;
  /** The bus is away: nothing is decided until it is back. */
  pause(): void;
  /** The bus is back. A sale in which something fell due meanwhile is held from the moment of the loss. */
  resume(): void;
  /** From now on every order is refused `overloaded`: the house is closing. */
  stopTaking(): void;
};

export type ServiceInput = {
  readonly bus: Bus;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly users: Users;
  /** Whose desks are there, for a clerk who asks. */
  readonly connections: Connections;
  readonly clock: HouseClock;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Told of a suspension that stands in a sale's log. */
  readonly suspended: (bidder: string) => void;
  /** Told of people who do not listen: their connections are to be cut. */
  readonly cut: (users: readonly string[]) => void;
};

/** All processes that serve the same sales are one queue: each message is taken once. */
const QUEUE = 'house';
const TOO_LARGE = encode({
  error: { code: 'too-large', message: 'The answer does not fit one message; ask for less.' },
});
const SALE_TOKEN = 3;
const USER_TOKEN = 4;

export function createService(input: ServiceInput): Service {
  const { bus, rooms, users, connections, clock, limits, metrics, log } = input;
  const crowd = createCrowd(limits);
  const patience = createPatience({
    limits,
    crowd,
    cut: input.cut,
    later: (call) => void clock.after(limits.cutTogetherMs, call),
  });
  const ingress = createIngress(limits, patience, crowd);
  const { note, refuseBid, refuseClerk } = createRefusals({ bus, clock, metrics, log, patience });
  let inFlight = 0;
  let isTaking = true;
  let lostAt = 0;

  /**
   * The house may publish anywhere, and answers where it is told to: only at the asker's own inbox, or anybody could have it say
   * something in its own name. Elsewhere nothing is done and nothing is said.
   */
  function isForged(door: Door, reply: string, user: string): boolean {
    if (reply === '' || isInboxOf(reply, user)) return false;
    note(door, 'unauthorised', '', user, 'an answer was asked for at a foreign subject');
    return true;
  }

  /** What he was let in for may have been taken from him since: his connection is on its way to its end. */
  const mayStill = (role: 'clerk' | 'reviewer', user: string, sale: string) => worksOn(users.find(user), role, sale);

  function submit(room: Room, order: Order): void {
    inFlight += 1;
    room.sequencer.submit(order);
  }

  /** Whether one more order may come in: `overloaded` is said before anything is parsed. */
  const isFull = (room: Room) => !isTaking || inFlight >= limits.inFlightMax || !room.journal.room();

  function onBid(subject: string, bytes: Uint8Array, reply: string): void {
    const at = clock.now();
    const tokens = subject.split('.');
    const sale = tokens[SALE_TOKEN] ?? '';
    const bidder = tokens[USER_TOKEN] ?? '';
    if (isForged('bid', reply, bidder)) return;
    const room = rooms.get(sale);
    if (room === undefined) {
      note('bid', 'malformed', sale, bidder, 'no such sale');
      refuseBid(reply, { id: idOf(bytes), reason: 'malformed', why: 'no such sale' }, at);
      return;
    }
    if (isFull(room)) {
      note('bid', 'overloaded', sale, bidder, 'too many in flight');
      refuseBid(reply, { id: idUnread(bytes), reason: 'overloaded', why: '' }, at);
      return;
    }
    const isCrowded = inFlight >= limits.crowdedAt;
    const admission = ingress.bid(sale, bidder, bytes, reply, at, room.isUpcoming, isCrowded);
    if (!admission.ok) {
      const { id, reason, why, isUnread } = admission.refusal;
      note('bid', reason, sale, bidder, why);
      if (id !== '' && !isUnread) room.receipts.noteRefused(bidder, id, reason, at);
      refuseBid(reply, admission.refusal, at);
    } else if (admission.order !== undefined) submit(room, admission.order);
  }

  function onClerk(subject: string, bytes: Uint8Array, reply: string): void {
    const at = clock.now();
    const tokens = subject.split('.');
    const sale = tokens[SALE_TOKEN] ?? '';
    const clerk = tokens[USER_TOKEN] ?? '';
    if (isForged('clerk', reply, clerk)) return;
    const room = rooms.get(sale);
    const refuse = (reason: DoorReason, why: string, retryMs?: number) => {
      note('clerk', reason, sale, clerk, why);
      refuseClerk(reply, reason, retryMs);
    };
    if (room === undefined) refuse('malformed', 'no such sale');
    else if (!mayStill('clerk', clerk, sale)) refuse('unauthorised', 'no clerk of this sale');
    else if (isFull(room)) refuse('overloaded', 'too many in flight');
    else {
      const admission = ingress.clerk(sale, clerk, bytes, reply, at);
      if (!admission.ok) refuse(admission.refusal.reason, admission.refusal.why, admission.refusal.retryMs);
      else if (admission.order !== undefined) submit(room, admission.order);
      else {
        room.say({ type: 'message', at, text: admission.message });
        if (reply !== '') bus.publish(reply, encode({ outcome: 'accepted', events: [] } satisfies ClerkReply));
      }
    }
  }

  function refuseQuestion(reply: string, sale: string, user: string, { reason, why, retryMs }: Refusal): void {
    note('question', reason, sale, user, why);
    bus.publish(reply, encode({ outcome: 'refused', reason, ...(retryMs === undefined ? {} : { retryMs }) }));
  }

  function onQuestion(kind: Question['kind'], subject: string, bytes: Uint8Array, reply: string): void {
    if (reply === '') return;
    const at = clock.now();
    const tokens = subject.split('.');
    const sale = tokens[SALE_TOKEN] ?? '';
    const user = tokens[USER_TOKEN] ?? '';
    if (isForged('question', reply, user)) return;
    const room = rooms.get(sale);
    const waitMs = ingress.query(user, at);
    const refuse = (reason: DoorReason, why: string, retryMs?: number) =>
      refuseQuestion(reply, sale, user, { reason, id: '', why, ...(retryMs === undefined ? {} : { retryMs }) });
    if (waitMs > 0) {
      refuse('rate-limited', 'too fast', waitMs);
      return;
    }
    const decoded = decodeJson(bytes, PAYLOAD_BYTES_MAX);
    if (room === undefined) refuse('malformed', 'no such sale');
    else if (kind === 'review' && !mayStill('reviewer', user, sale) && !mayStill('clerk', user, sale))
      refuse('unauthorised', 'no reviewer of this sale');
    else if (!decoded.ok) refuse('malformed', decoded.error);
    else {
      const isClerk = worksOn(users.find(user), 'clerk', sale);
      const nameOf = (id: string) => users.find(id)?.name ?? null;
      answerQuestion(room, { kind, user, isClerk, nameOf, connections, body: decoded.value }, (answer) =>
        // The bus takes no more than so much at once, and throws; whoever asks can ask for less.
        bus.publish(reply, answer.length > NATS_PAYLOAD_BYTES_MAX ? TOO_LARGE : answer),
      );
    }
  }

  function publishHead(room: Room): void {
    room.sequencer.read(() => bus.publish(subjects.head(room.id), encode(room.head())));
  }

  function onTime(subject: string, bytes: Uint8Array, reply: string): void {
    const t1 = clock.now();
    const user = subject.split('.')[SALE_TOKEN] ?? '';
    if (reply === '' || isForged('question', reply, user)) return;
    const retryMs = ingress.query(user, t1);
    if (retryMs > 0) {
      refuseQuestion(reply, '', user, { reason: 'rate-limited', id: '', why: 'too fast', retryMs });
      return;
    }
    const decoded = decodeJson(bytes, PAYLOAD_BYTES_MAX);
    const t0 = decoded.ok ? (decoded.value as { readonly t0?: unknown } | null)?.t0 : undefined;
    if (typeof t0 === 'number' && Number.isFinite(t0))
      bus.publish(reply, encode({ t0, t1, t2: clock.now() } satisfies TimeReply));
    else refuseQuestion(reply, '', user, { reason: 'malformed', id: '', why: 't0 is no number' });
  }

  bus.serve(subjects.bid('*', '*'), QUEUE, onBid);
  bus.serve(subjects.clerk('*', '*'), QUEUE, onClerk);
  bus.serve(subjects.time('*'), QUEUE, onTime);
  for (const kind of ['snapshot', 'receipt', 'review'] as const)
    bus.serve(subjects[kind]('*', '*'), QUEUE, (subject, bytes, reply) => onQuestion(kind, subject, bytes, reply));

  return {
    published(sale, batch) {
      const now = clock.now();
      const room = rooms.get(sale);
      const outcomes = new Map<string, number>();
      let isHammered = false;
      metrics.batchSize.observe(batch.length);
      for (const decided of batch) {
        const { order, record } = decided;
        if (order.origin.kind !== 'house') inFlight -= 1;
        if (order.origin.kind === 'bid') metrics.decideSeconds.observe((now - order.command.at) / 1_000);
        if (record === null) continue;
        room?.receipts.noteTold(decided, now);
        for (const event of record.events) {
          if (event.type === 'BidderSuspended') input.suspended(event.bidder);
          else if (event.type === 'LotSold') isHammered = true;
          const outcome =
            event.type === 'BidAccepted' ? 'accepted' : event.type === 'BidRejected' ? event.reason : null;
          if (outcome !== null) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }
      for (const [outcome, count] of outcomes) metrics.decisions.inc({ sale, outcome }, count);
      metrics.inFlight.set(inFlight);
      // At a hammer the signed root is said at once: what it fixes cannot be told otherwise a second later.
      if (isHammered && room !== undefined) publishHead(room);
    },
    refuse(_sale, orders, reason) {
      const at = clock.now();
      for (const { origin } of orders) {
        if (origin.kind === 'house') origin.answer({ ok: false, reason });
        else {
          inFlight -= 1;
          metrics.refusals.inc({ reason, door: origin.kind });
          if (origin.kind === 'bid') refuseBid(origin.reply, { id: origin.id, reason, why: reason }, at);
          else refuseClerk(origin.reply, reason);
        }
      }
    },
    sayHead(room) {
      publishHead(room);
      room.markAlive().catch((cause: unknown) => log.warn({ err: cause, sale: room.id }, 'the alive mark'));
    },
    pause() {
      lostAt = clock.now();
      for (const room of rooms.values()) room.sequencer.pause();
    },
    resume() {
      for (const room of rooms.values()) {
        const dueAt = room.sequencer.nextDueAt();
        const missed = dueAt !== null && dueAt <= clock.now();
        if (missed) log.warn({ sale: room.id }, 'something fell due while the bus was away: the sale is held');
        const hold: Order = {
          command: { type: 'HoldSale', reason: HOUSE_HOLDS.busLost, at: lostAt },
          origin: { kind: 'house', answer: () => {} },
        };
        room.sequencer.resume(missed ? hold : null);
      }
    },
    stopTaking() {
      isTaking = false;
    },
  };
}

/** The id of a bid that cannot be taken, so that its sender can tell which one it was. */
function idOf(bytes: Uint8Array): string {
  const decoded = decodeJson(bytes, PAYLOAD_BYTES_MAX);
  const id = decoded.ok ? (decoded.value as { readonly id?: unknown } | null)?.id : undefined;
  return isToken(id) ? id : '';
}
