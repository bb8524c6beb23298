/** What must always hold of a lot; asserted after every change, in production too (SHAPE.md: a bug crashes and is replayed). */
import { fail } from './broken.ts';
import { isClosed, isEnglish, type LotState } from './state.ts';

/** Price within the leader's maximum, runner-up within it too, and the ask above the price. */
export function lotHolds(lot: LotState): void {
  const { priceMinor, askMinor, leaderMaxMinor, runnerUpMinor } = lot;
  if (priceMinor === null) {
    if (lot.leader !== null) fail('a leader without a price', lot.lotId);
    return;
  }
  if (lot.leader === null) fail('a price without a leader', lot.lotId);
  if (priceMinor < 0 || !Number.isSafeInteger(priceMinor)) fail('a price that is no money', figures(lot));
  if (isEnglish(lot) || lot.format === 'dutch') {
    if (priceMinor > leaderMaxMinor) fail("a price above the leader's maximum", figures(lot));
  }
  if (runnerUpMinor !== null && runnerUpMinor > leaderMaxMinor) fail('a runner-up above the leader', figures(lot));
  if (askMinor !== null && (askMinor <= priceMinor || isClosed(lot))) fail('an ask not above the price', figures(lot));
}

function figures(lot: LotState): string {
  return `${lot.lotId} price ${lot.priceMinor} max ${lot.leaderMaxMinor} runner-up ${lot.runnerUpMinor} ask ${lot.askMinor}`;
}
