/** The two ways to decide a record again: the second, naive model of the rules, and the rules themselves for logs too long for it. */
import { isWellFormed } from '../core/check.ts';
import { naiveHouse } from '../core/naive.ts';
import { emptyState, execute } from '../core/sale.ts';
import type { Decide } from './check.ts';

/** The naive model works everything out anew each time: beyond this it takes minutes. */
export const NAIVE_RECORDS_MAX = 20_000;

export function naiveModel(): Decide {
  const house = naiveHouse();
  return ({ command, events }) => {
    // It takes well-formed commands only; what was malformed in itself changed nothing.
    if (!isWellFormed(command)) return events;
    if (command.type !== 'RegisterBidder' || command.paddle === undefined) return house.decide(command);
    // It knows no paddles: a registration refused for a taken one is not its to judge, and the name is put in beside the bidder's.
    if (events.at(-1)?.type === 'CommandRefused') return events;
    const { paddle } = command;
    return house.decide(command).map((event) => (event.type === 'BidderRegistered' ? { ...event, paddle } : event));
  };
}

export function rulesAgain(): Decide {
  const state = emptyState();
  return ({ command }) => execute(state, command);
}
