/** The heartbeat of a connection: an exchange of times a second, which gives clock, round trip and the age of the last word. */
import { encode } from '../../protocol/codec.ts';
import { type Clock, forget, houseNow, observe, unknownClock } from '../clock.ts';
import { read } from './check.ts';
import type { Link } from './link.ts';
import { percentile, TRIPS_MAX } from './pulse.ts';
import type { Pulse } from './words.ts';

const EXCHANGE_MS_MAX = 2_000;

export type PulseTaker = {
  readonly heard: () => void;
  /**
   * Since the last word, or since the first question that is not answered yet: words that still come do not count when an answer, which
   * comes behind them on the same connection, does not. A desk that cannot read as fast as it is told is behind, however much it hears.
   */
  readonly silentMs: () => number | null;
  /** A connection stands: what was asked on the one before is of no account. */
  readonly begun: () => void;
  readonly exchange: (link: Link, subject: string) => Promise<Pulse>;
  readonly reset: () => void;
};

export function createPulseTaker(world: { readonly monoMs: () => number; readonly wallMs: () => number }): PulseTaker {
  let clock: Clock = unknownClock;
  let trips: readonly number[] = [];
  let heardAtMs: number | null = null;
  let unansweredSinceMs: number | null = null;

  const silentMs = () => {
    if (heardAtMs === null) return null;
    return Math.max(0, world.monoMs() - Math.min(heardAtMs, unansweredSinceMs ?? heardAtMs));
  };
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
    begun: () => {
      heardAtMs = world.monoMs();
      unansweredSinceMs = null;
    },
    async exchange(link, subject) {
      const t0 = world.monoMs();
      unansweredSinceMs ??= t0;
      try {
        const reply = read.timeReply(await link.request(subject, encode({ t0 }), EXCHANGE_MS_MAX));
        const t3 = world.monoMs();
        if (reply === null || reply.t0 !== t0) return pulse(null);
        heardAtMs = t3;
        unansweredSinceMs = null;
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
      unansweredSinceMs = null;
    },
  };
}
