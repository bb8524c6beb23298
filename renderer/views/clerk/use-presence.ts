/** Whose desk is connected, as the console reads it: of a bidder, of all, and of the two that a hammer is about. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { LotStep } from '../../../protocol/wire.ts';
import { useDesk, useLink, useLot } from '../../select.ts';
import { whyNoBids } from '../../store/link.ts';
import { type Presence, presenceAt, type Seen } from '../../store/presence.ts';
import type { Mark } from '../parts/state-mark.tsx';
import { useClerk } from './use-console.ts';

/** Has the house asked again and again while the console stands. */
export function useWatch(): void {
  const desk = useDesk();
  useEffect(() => presenceAt(desk).watch(), [desk]);
}

/** Null: nobody can tell, or what was told may be old. */
export function usePresence(): Presence {
  const told = useStore(presenceAt(useDesk()).store, ({ desks }) => desks);
  return useIsDeaf() ? null : told;
}

function useIsDeaf(): boolean {
  return useLink(({ connection }) => whyNoBids(connection) !== null);
}

/** Of a desk: in the table's few letters, and in a sentence. */
export type DeskMark = Mark & { readonly words: string };

const NOT_KNOWN: DeskMark = { shape: 'dashed', word: 'not known', tint: 'quiet', words: 'not known' };
const HERE: DeskMark = { shape: 'disc', word: 'here', tint: 'good', words: 'connected' };

type Named = { readonly bidder: string; readonly name?: string | undefined };

/** Null for who has no account, and so no desk: a telephone line, a place in the room. Drawn anew only when it is another. */
export function useDeskMark(who: Named | undefined): DeskMark | null {
  const told = useStore(presenceAt(useDesk()).store, ({ desks }) =>
    who === undefined ? undefined : desks?.get(who.bidder),
  );
  const seen = useIsDeaf() ? undefined : told;
  if (seen !== undefined) return seen === 'here' ? HERE : goneMark(seen, Date.now());
  return who?.name === undefined ? null : NOT_KNOWN;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_MS = 86_400_000;

/** Without a time of somebody whom this house has seen at no desk. */
export function goneMark(since: Exclude<Seen, 'here'>, nowMs: number): DeskMark {
  if (since === null) return { shape: 'ring', word: 'away', tint: 'quiet', words: 'away' };
  const at = (nowMs - since < DAY_MS ? clock : day).format(since);
  return { shape: 'ring', word: `gone ${at}`, tint: 'quiet', words: `away since ${at}` };
}

/** The desk of who has this paddle, if it is not connected. */
export function useGone(paddle: string | null): DeskMark | null {
  const mark = useDeskMark(useClerk((state) => state.bidders.find((one) => one.paddle === paddle)));
  return mark === HERE || mark === NOT_KNOWN ? null : mark;
}

export function useUnderbidder(lot: string): string | null {
  return useLot(lot, ({ trail, tick }) => underbidderOf(trail, tick?.leader ?? null));
}

/**
 * Who led last, or bid last in vain, beside the leader. Null where nobody did, or where it cannot be told: a step does not say which
 * bid was voided.
 */
export function underbidderOf(trail: readonly LotStep[], leader: string | null): string | null {
  if (leader === null) return null;
  for (let at = trail.length - 1; at >= 0; at -= 1) {
    const step = trail[at];
    if (step === undefined) break;
    if (step.leader !== null && step.leader !== leader) return step.leader;
    if (step.last !== null && step.last.bidder !== leader) return step.last.bidder;
    if (step.bids < (trail[at - 1]?.bids ?? 0)) break;
  }
  return null;
}
