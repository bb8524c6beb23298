/** What one event makes of a lot, for the history. Pure; keeps nothing. */
import type { Event } from '../../protocol/event.ts';
import type { LotMoment } from '../../protocol/review.ts';
import type { Lot, LotStatus, Sale } from '../../protocol/sale.ts';

/** A lot between two events. */
export type Between = Pick<LotMoment, 'status' | 'leader' | 'bids' | 'askMinor'> & {
  /** The ask that stood when it ended, which stands again if it is reopened. */
  readonly endedAskMinor: number | null;
  /** What a void takes away by the sale's policy; the amounts of a sealed lot stand each by itself. */
  readonly voids: 'one' | 'all';
};

/** What one event makes of a lot. */
export function changeOf(event: Event, before: Between): Partial<LotMoment & Between> {
  switch (event.type) {
    case 'LotOpened':
      return { status: 'open' };
    case 'LotReopened':
      return { status: 'open', askMinor: before.endedAskMinor, premiumMinor: null };
    case 'BidAccepted':
      // A challenger's bid takes the fair warning back, whether or not he leads by it.
      return {
        bids: before.bids + 1,
        status: before.status === 'warned' && event.bidder !== before.leader ? 'open' : before.status,
      };
    case 'PriceChanged':
      return {
        priceMinor: event.priceMinor,
        leader: event.leader,
        askMinor: event.askMinor,
        reserveMet: event.reserveMet,
      };
    case 'BidVoided':
      return {
        bids: before.voids === 'all' ? 0 : before.bids - 1,
        status: before.status === 'warned' ? 'open' : before.status,
      };
    case 'AskSet':
      return { askMinor: event.askMinor };
    case 'LotExtended':
      return { closesAt: event.closesAt };
    case 'FairWarningGiven':
      return { status: 'warned' };
    case 'LotSold':
      return {
        ...ended('sold', before),
        ...{ priceMinor: event.hammerMinor, leader: event.buyer, premiumMinor: event.premiumMinor },
      };
    case 'LotPassed':
      return ended('passed', before);
    case 'LotWithdrawn':
      return ended('withdrawn', before);
    default:
      return {};
  }
}

export function voidsOf({ policies }: Sale, { format }: Lot): Between['voids'] {
  return policies.void === 'revivesNothing' && format !== 'sealed' ? 'all' : 'one';
}

function ended(status: LotStatus, { askMinor }: Between): Pick<Between, 'status' | 'askMinor' | 'endedAskMinor'> {
  return { status, askMinor: null, endedAskMinor: askMinor };
}
