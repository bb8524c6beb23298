/** A whole sale's log from a seed, decided by the rules: for tests that need a log and no house. */
import type { Command } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { RULES_VERSION } from '../core/rules.ts';
import { emptyState, execute, type SaleState } from '../core/sale.ts';
import { BIDDERS, randomCommand, randomSale, SALE_AT } from './auction.ts';
import { createRandom } from './random.ts';

/** With `closing`, every lot is closed at the end, so that all that was hidden may be opened. */
export function randomLog(
  seed: number,
  commands: number,
  closing: boolean,
): { readonly records: LogRecord[]; readonly state: SaleState } {
  const random = createRandom(seed);
  const state = emptyState();
  const records: LogRecord[] = [];
  const give = (command: Command) => {
    const events = execute(state, command);
    if (events.length > 0)
      records.push({ seq: records.length + 1, at: command.at, rules: RULES_VERSION, command, events });
  };
  let at = SALE_AT;
  give({ type: 'CreateSale', at, sale: randomSale(random, 8) });
  for (const [n, bidder] of BIDDERS.entries())
    give({
      type: 'RegisterBidder',
      at,
      bidder,
      limitMinor: n % 3 === 0 ? 100_000 : null,
      ...(n % 2 === 0 ? { paddle: `P${n}` } : {}),
    });
  for (let n = 1; n <= commands; n += 1) {
    at += random.int(0, 200);
    give(randomCommand(random, state, at, random.once(30) ? `c${random.int(1, n)}` : `c${n}`));
  }
  if (closing) {
    if (state.held !== null) give({ type: 'ResumeSale', at, graceMs: 0 });
    for (const lot of state.lots.keys()) give({ type: 'Withdraw', at, lot, reason: 'the end' });
  }
  return { records, state };
}
