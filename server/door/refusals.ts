/** Says no at the door: the answer to whoever asked, a count of every one, a sampled line in the house's log. Nothing of it is journaled. */
import type { Logger } from 'pino';
import { encode } from '../../protocol/codec.ts';
import type { DoorReason } from '../../protocol/event.ts';
import type { ClerkReply } from '../../protocol/wire.ts';
import type { Bus } from '../bus.ts';
import type { HouseClock } from '../clock.ts';
import type { Refusal } from '../ingress.ts';
import type { Metrics } from '../metrics.ts';
import type { Patience } from './patience.ts';
import { createSampler } from './sample.ts';

export type Door = 'bid' | 'clerk' | 'question';
export type Refusals = {
  /** Counts it, and logs a sample. */
  note(door: Door, reason: DoorReason, sale: string, user: string, why: string): void;
  /** `reply` is empty for who awaits no answer. */
  refuseBid(reply: string, refusal: Refusal, at: number): void;
  refuseClerk(reply: string, reason: DoorReason, retryMs?: number): void;
};

/** A house that is full or failing is nobody's fault, and a clerk is never cut off. */
const isHisFault = (door: Door, reason: DoorReason) =>
  door !== 'clerk' && (reason === 'rate-limited' || reason === 'malformed' || reason === 'unauthorised');

export type RefusalsInput = {
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: HouseClock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly patience: Pick<Patience, 'refused'>;
};

export function createRefusals({ bus, clock, metrics, log, patience }: RefusalsInput): Refusals {
  const sampler = createSampler(clock);
  return {
    note(door, reason, sale, user, why) {
      metrics.refusals.inc({ reason, door });
      if (isHisFault(door, reason)) patience.refused(user, clock.now());
      const kept = sampler.pass(`${door}.${reason}`);
      if (kept !== null) log.warn({ door, reason, sale, user, why, kept }, 'refused at the door');
    },
    refuseBid(reply, { id, reason, retryMs }, at) {
      if (reply === '') return;
      bus.publish(reply, refusalText(id, reason, retryMs, at));
    },
    refuseClerk(reply, reason, retryMs) {
      const message: ClerkReply = { outcome: 'refused', reason, events: [], ...(retryMs && { retryMs }) };
      if (reply !== '') bus.publish(reply, encode(message));
    },
  };
}

/**
 * A `BidReply` as JSON, and text, because that is the quick way out (ADR 0026): a flood is answered bid by bid on the loop that decides
 * the others' bids. Ids are tokens or empty and reasons are codes, so nothing needs an escape.
 */
function refusalText(id: string, reason: DoorReason, retryMs: number | undefined, at: number): string {
  const text = `{"id":"${id}","outcome":"refused","reason":"${reason}","receivedAt":${at},"decidedAt":${at}`;
  return retryMs === undefined ? `${text}}` : `${text},"retryMs":${retryMs}}`;
}
