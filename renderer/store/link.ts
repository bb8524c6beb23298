/** Session and connection as the page knows them, and whether a bid may be made now. Knows no view. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskPlatform } from '../../protocol/bridge.ts';
import { unknownClock } from '../clock.ts';
import type { StaleWhy } from '../feed/pulse.ts';
import type { Connection, Pass, Pulse } from '../feed/words.ts';

/** Round trips kept for the picture of the connection: two minutes at one a second. */
export const PULSES_MAX = 120;

export type Session =
  /** `why`: the house that this desk was signed in at does not answer; it is asked again. */
  | { readonly phase: 'starting'; readonly why: string | null }
  | { readonly phase: 'out'; readonly busy: boolean; readonly error: string | null }
  | { readonly phase: 'in'; readonly pass: Pass };

export type LinkState = {
  readonly session: Session;
  readonly platform: DeskPlatform | null;
  readonly connection: Connection;
  /** What this page was loaded again after, until the person has seen it. */
  readonly recovered: 'crash' | 'hang' | null;
  readonly pulse: Pulse;
  /** Oldest first. */
  readonly roundTrips: readonly number[];
};
export type LinkStore = StoreApi<LinkState>;

export const noPulse: Pulse = {
  roundTripMs: null,
  p50Ms: null,
  p95Ms: null,
  clock: unknownClock,
  wallOffByMs: null,
  silentMs: null,
};

export const noLink: LinkState = {
  session: { phase: 'starting', why: null },
  platform: null,
  connection: { state: 'offline', why: 'signed-out' },
  recovered: null,
  pulse: noPulse,
  roundTrips: [],
};

export function createLink(): LinkStore {
  return createStore<LinkState>()(() => noLink);
}

export function withPulse(state: LinkState, pulse: Pulse): LinkState {
  const trips =
    pulse.roundTripMs === null ? state.roundTrips : [...state.roundTrips, pulse.roundTripMs].slice(-PULSES_MAX);
  return { ...state, pulse, roundTrips: trips };
}

/** True when nothing can be sent at all. */
export function isCut({ state }: Connection): boolean {
  return state === 'reconnecting' || state === 'offline' || state === 'connecting';
}

const CATCHING_UP = 'Catching up with the sale. Until then no bid is sent.';
const STALE: Readonly<Record<StaleWhy, string>> = {
  sale: 'Taking a seat in the sale.',
  snapshot: CATCHING_UP,
  resume: CATCHING_UP,
  silence: 'The house does not answer. It is asked until it does.',
  unreadable: 'This desk cannot read the house. Load or install it anew.',
};

/** Null when bids may be made; else why not and until when, in what a telephone shows in one line. */
export function whyNoBids(connection: Connection): string | null {
  switch (connection.state) {
    case 'live':
      return null;
    case 'degraded':
      return 'The house is silent. Bidding waits until it is heard.';
    case 'stale':
      return STALE[connection.why];
    case 'reconnecting':
      return 'The connection is lost. Nothing is sent until it is back.';
    case 'connecting':
      return connection.isShut
        ? 'The line for bids stays shut: see Connection. Trying on.'
        : 'Connecting to the house.';
    case 'offline':
      return connection.why === 'expired' ? 'The session is over. Sign in again to bid.' : 'The desk is offline.';
  }
}
