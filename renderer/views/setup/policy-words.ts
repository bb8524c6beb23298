/** Every policy by its name, each choice with the sentence that says what it does (docs/reference/sale.md). */
import type { Policies } from '../../../protocol/sale.ts';

export type Named = Exclude<keyof Policies, 'extension'>;
type Choice = readonly [value: string, name: string, sentence: string];

export const POLICIES: Readonly<Record<Named, { readonly title: string; readonly choices: readonly Choice[] }>> = {
  tie: {
    title: 'Equal bids',
    choices: [
      ['earliest', 'The earlier one', 'A bid that equals the leader’s maximum loses: whoever was first leads.'],
      ['room', 'The room', 'A floor or telephone bid beats an equal maximum from online or the book.'],
      ['refuse', 'Refused', 'A bid that equals the leader’s maximum is refused, and must be raised.'],
    ],
  },
  offLadder: {
    title: 'Amounts between steps',
    choices: [
      ['down', 'Down to the step', 'An amount between two steps counts as the step below it.'],
      ['keep', 'As they are', 'An amount between two steps is taken as it is.'],
      ['refuse', 'Refused', 'An amount between two steps is refused.'],
    ],
  },
  leaderRaise: {
    title: 'The leader raises his maximum',
    choices: [
      ['hold', 'The price stays', 'Raising one’s own maximum never moves the price.'],
      ['reprice', 'The price is taken anew', 'The price is worked out again against the runner-up.'],
    ],
  },
  reserve: {
    title: 'Reserve',
    choices: [
      ['jump', 'Jump to it', 'The price goes to the reserve as soon as a maximum reaches it.'],
      ['full', 'Count in full', 'The same, and a maximum below the reserve counts in full at once.'],
    ],
  },
  limit: {
    title: 'What a limit counts',
    choices: [
      ['exposure', 'Won and still open', 'Lots won, and all that the bidder could still win, stay within the limit.'],
      ['wins', 'Lots won', 'Only lots that were won count.'],
      ['none', 'Nothing', 'Limits are not enforced.'],
    ],
  },
  void: {
    title: 'A bid is voided',
    choices: [
      ['recompute', 'Work it out again', 'The other bids are taken again as if it had never been.'],
      ['revivesNothing', 'Start again', 'The lot stays open, without a bid.'],
    ],
  },
};

export const NAMED = Object.keys(POLICIES) as readonly Named[];

export const EXTENSIONS = [
  ['none', 'None', 'A timed lot ends when its time is up, whatever comes in the last second.'],
  ['bid', 'From the bid', 'A bid in the last stretch moves the end to so long after that bid.'],
  ['end', 'From the end', 'A bid in the last stretch moves the end that stood by so much.'],
] as const;

export const SCOPES = [
  ['lot', 'This lot only', 'Only the lot that was bid on is extended.'],
  ['sale', 'All later lots', 'Every open timed lot that would end earlier moves along.'],
] as const;
