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

/** A part of a sentence around a name: what stands in a row too narrow for both cuts the name short, never what follows it. */
export type StoryPart = readonly [before: string, name: string, after: string];

/** To stand beside the price that it made: `You bid £3,200 — 231 leads` at 3,300; `You bid` where the price is what was bid. */
export function stepWords(row: StoryRow, names: StoryNames): string {
  return stepParts(row, names)
    .map((part) => part.join(''))
    .join(' ');
}

/** The same, who did it and who leads each in a part of its own. */
export function stepParts({ step, kind }: StoryRow, { name, money }: StoryNames): readonly StoryPart[] {
  const { leader, last, priceMinor } = step;
  const leads: StoryPart = leader === null ? ['— no bid stands', '', ''] : leadPart(name(leader));
  switch (kind) {
    case 'bid': {
      if (last === null) return [leads];
      const amount = last.amountMinor === priceMinor ? '' : ` ${money(last.amountMinor)}`;
      const did: StoryPart = ['', name(last.bidder), last.kind === 'max' ? ' left a maximum' : ` bid${amount}`];
      return leader === last.bidder ? [did] : [did, leads];
    }
    case 'opened':
      return leader === null ? [plain('Opened')] : [plain('Opened by the book'), leads];
    case 'warned':
      return [plain('Fair warning')];
    case 'sold':
      return leader === null ? [plain('Sold')] : [['Sold to ', inside(name(leader)), '']];
    case 'passed':
      return [plain('Passed')];
    case 'withdrawn':
      return [plain('Withdrawn')];
    case 'reopened':
      return [plain('Reopened')];
    case 'voided':
      return [plain('A bid was voided'), leads];
    case 'ask':
      return [plain(step.askMinor === null ? 'No ask' : `Ask set to ${money(step.askMinor)}`)];
    case 'raised': {
      const who = name(leader ?? '');
      return [['', who, ` raised ${who === 'You' ? 'your' : 'the'} maximum`]];
    }
    case 'quiet':
      return [plain(step.status === 'upcoming' ? 'A book bid' : 'A maximum was changed')];
  }
}

function plain(words: string): StoryPart {
  return [words, '', ''];
}

/** Under a row's own name a number is enough. */
function leadPart(name: string): StoryPart {
  return name === 'You' ? ['— ', 'you', ' lead'] : ['— ', inside(name).replace(/^paddle /, ''), ' leads'];
}

function inside(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
