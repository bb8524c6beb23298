/** The heartbeat of a connection: an exchange of times a second, which gives clock, round trip and the age of the last word. */
import { encode } from '../protocol/codec.ts';
import { type Clock, forget, houseNow, observe, unknownClock } from './clock.ts';
import { read } from './feed-check.ts';
import type { Link } from './feed-link.ts';
import { percentile, TRIPS_MAX } from './feed-pulse.ts';
import type { Pulse } from './feed-words.ts';

const EXCHANGE_MS_MAX = 2_000;

export type PulseTaker = {
  readonly heard: () => void;
  readonly silentMs: () => number | null;
  readonly exchange: (link: Link, subject: string) => Promise<Pulse>;
  readonly reset: () => void;
};

export function createPulseTaker(world: { readonly monoMs: () => number; readonly wallMs: () => number }): PulseTaker {
  let clock: Clock = unknownClock;
  let trips: readonly number[] = [];
  let heardAtMs: number | null = null;

  const silentMs = () => (heardAtMs === null ? null : Math.max(0, world.monoMs() - heardAtMs));
  const pulse = (roundTripMs: number | null): Pulse => {
    const house = houseNow(clock, world.monoMs());
    return {
      roundTripMs,
      p50Ms: percentile(trips, 0.5),
      p95Ms: percentile(trips, 0.95),
      clock,
      wallOffByMs: house === null ? null : world.wallMs() - house,
      silentMs: silentMs(),
    };
  };

  return {
    silentMs,
    heard: () => {
      heardAtMs = world.monoMs();
    },
    async exchange(link, subject) {
      const t0 = world.monoMs();
      try {
        const reply = read.timeReply(await link.request(subject, encode({ t0 }), EXCHANGE_MS_MAX));
        const t3 = world.monoMs();
        if (reply === null || reply.t0 !== t0) return pulse(null);
        heardAtMs = t3;
        clock = observe(clock, { t0, t1: reply.t1, t2: reply.t2, t3 });
        trips = [...trips, t3 - t0].slice(-TRIPS_MAX);
        return pulse(t3 - t0);
      } catch {
        return pulse(null);
      }
    },
    reset() {
      clock = forget(clock);
      trips = [];
      heardAtMs = null;
    },
  };
}
