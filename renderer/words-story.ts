/** A lot's story in words: what each step was, who bid what, and what the price became. Knows no view. */
import type { LotStep } from '../protocol/wire.ts';

export type StepKind =
  | 'bid'
  | 'opened'
  | 'warned'
  | 'sold'
  | 'passed'
  | 'withdrawn'
  | 'reopened'
  | 'voided'
  | 'ask'
  | 'raised'
  | 'quiet';
export type StoryRow = { readonly step: LotStep; readonly kind: StepKind };

/**
 * Every step with what it was, oldest first. `quiet`: a maximum left, raised or lowered, of which only the count is public. `raised`:
 * the leader's own took the price along, to the reserve or past who is behind him.
 */
export function storyOf(trail: readonly LotStep[]): readonly StoryRow[] {
  return trail.map((step, at) => ({ step, kind: kindOf(step, trail[at - 1]) }));
}

function kindOf(step: LotStep, before: LotStep | undefined): StepKind {
  const wasOver = before?.status === 'sold' || before?.status === 'passed';
  // Of a step whose past is not known, a bid is told, or the end that it stands at.
  const isEnd = step.status === 'sold' || step.status === 'passed' || step.status === 'withdrawn';
  const past = before?.status ?? (step.rev === 1 || isEnd ? 'upcoming' : step.status);
  const isTurn = step.status !== past;
  if (isTurn && (step.status === 'sold' || step.status === 'passed' || step.status === 'withdrawn')) return step.status;
  if (isTurn && step.status === 'open' && wasOver) return 'reopened';
  if (isTurn && before?.status !== 'warned' && step.status === 'open') return 'opened';
  if (before !== undefined && step.bids < before.bids) return 'voided';
  if (step.last !== null && !isSameBid(step, before)) return 'bid';
  if (isTurn && step.status === 'warned') return 'warned';
  if (
    before !== undefined &&
    step.leader !== null &&
    step.leader === before.leader &&
    step.priceMinor !== before.priceMinor
  )
    return 'raised';
  return step.askMinor !== (before?.askMinor ?? step.askMinor) && step.priceMinor === before?.priceMinor
    ? 'ask'
    : 'quiet';
}

function isSameBid(step: LotStep, before: LotStep | undefined): boolean {
  // A step of which the one before is missing: its bid is told, since it may have been this one.
  if (before === undefined) return step.bids === 0;
  const [now, then] = [step.last, before.last];
  return now?.amountMinor === then?.amountMinor && now?.bidder === then?.bidder && now?.channel === then?.channel;
}

export type StoryNames = {
  /** As it stands in front: `You`, `Paddle 231`, `The room`. */
  readonly name: (bidder: string) => string;
  readonly money: (minor: number) => string;
};

/** To stand beside the price that it made: `You bid £3,200 — 231 leads` at 3,300; `You bid` where the price is what was bid. */
export function stepWords({ step, kind }: StoryRow, { name, money }: StoryNames): string {
  const { leader, last, priceMinor } = step;
  const leads = leader === null ? 'no bid stands' : leadWords(name(leader));
  switch (kind) {
    case 'bid': {
      if (last === null) return leads;
      const amount = last.amountMinor === priceMinor ? '' : ` ${money(last.amountMinor)}`;
      const did = `${name(last.bidder)} ${last.kind === 'max' ? 'left a maximum' : `bid${amount}`}`;
      return leader === last.bidder ? did : `${did} — ${leads}`;
    }
    case 'opened':
      return leader === null ? 'Opened' : `Opened by the book — ${leads}`;
    case 'warned':
      return 'Fair warning';
    case 'sold':
      return leader === null ? 'Sold' : `Sold to ${inside(name(leader))}`;
    case 'passed':
      return 'Passed';
    case 'withdrawn':
      return 'Withdrawn';
    case 'reopened':
      return 'Reopened';
    case 'voided':
      return `A bid was voided — ${leads}`;
    case 'ask':
      return step.askMinor === null ? 'No ask' : `Ask set to ${money(step.askMinor)}`;
    case 'raised': {
      const who = name(leader ?? '');
      return `${who} raised ${who === 'You' ? 'your' : 'the'} maximum`;
    }
    case 'quiet':
      return step.status === 'upcoming' ? 'A book bid' : 'A maximum was changed';
  }
}

/** Under a row's own name a number is enough. */
function leadWords(name: string): string {
  return name === 'You' ? 'you lead' : `${inside(name).replace(/^paddle /, '')} leads`;
}

function inside(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
