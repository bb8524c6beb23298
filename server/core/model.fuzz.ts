/**
 * Random sales decided by the core and by the naive model: they must say the same, and the log must fold and replay to the
 * same state. By command: `node server/core/model.fuzz.ts --commands 1000000 --seed 7`.
 */
import fc from 'fast-check';
import type { Channel, Command } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import type { Increments, Lot, Policies, Sale } from '../../protocol/sale.ts';
import { naiveHouse } from './naive.ts';
import { RULES_VERSION } from './rules.ts';
import { bidsOf, emptyState, execute, fold, fromSnapshot, stateHash, toSnapshot } from './sale.ts';

/** Commands of one sale, its creation and registrations included. */
export const COMMANDS_A_SALE = 100;

/** Runs sales until so many commands were decided; fast-check prints seed and the shrunk counterexample. */
export function fuzz(commands: number, seed: number): void {
  fc.assert(
    fc.property(anyScript, (script) => {
      const difference = differs(script);
      if (difference !== null) throw new Error(difference);
    }),
    { numRuns: Math.ceil(commands / COMMANDS_A_SALE), seed, endOnFailure: false },
  );
}

/** The first difference between core, naive model, fold and replay; null when there is none. */
export function differs(script: readonly Command[]): string | null {
  const core = emptyState();
  const folded = emptyState();
  const naive = naiveHouse();
  const log: { readonly command: Command; readonly events: readonly Event[] }[] = [];
  for (const [i, command] of script.entries()) {
    const events = execute(core, command);
    const expected = naive.decide(command);
    if (canonical(events) !== canonical(expected))
      return `command ${i} ${JSON.stringify(command)}\n core  ${JSON.stringify(events)}\n naive ${JSON.stringify(expected)}`;
    fold(folded, { seq: i + 1, at: command.at, rules: RULES_VERSION, command, events: jsonOf(events) });
    log.push({ command, events });
  }
  if (stateHash(folded) !== stateHash(core)) return 'the fold of the events is another state';
  if (stateHash(fromSnapshot(jsonOf(toSnapshot(core)))) !== stateHash(core)) return 'the snapshot is another state';
  for (const bidder of BIDDERS) {
    const told = sorted(ownIn(log, bidder));
    for (const state of [core, folded, fromSnapshot(jsonOf(toSnapshot(core)))])
      if (state.bidders.has(bidder) && sorted(bidsOf(state, bidder)) !== told)
        return `the bids of ${bidder} are ${sorted(bidsOf(state, bidder))}, and by the log ${told}`;
  }
  const again = emptyState();
  for (const { command, events } of log)
    if (canonical(execute(again, command)) !== canonical(events)) return 'the replay says something else';
  return null;
}

type Log = readonly { readonly command: Command; readonly events: readonly Event[] }[];

/** The highest bid of a bidder by lot, from the log from its first record on. */
function ownIn(log: Log, bidder: string): ReadonlyMap<string, number> {
  const made = log[0]?.command.type === 'CreateSale' ? log[0].command.sale : null;
  const isSealed = (lotId: string) => made?.lots.find((lot) => lot.lotId === lotId)?.format === 'sealed';
  let entries: Extract<Event, { type: 'BidAccepted' | 'MaxLowered' }>[] = [];
  for (const event of log.flatMap(({ events }) => events)) {
    if (event.type === 'BidAccepted' || event.type === 'MaxLowered') entries.push(event);
    if (event.type !== 'BidVoided') continue;
    const clears = made?.policies.void === 'revivesNothing' && !isSealed(event.lot);
    entries = entries.filter(({ id, lot }) => (clears ? lot !== event.lot : id !== event.bidId));
  }
  const best = new Map<string, number>();
  for (const { type, lot, amountMinor } of entries.filter((entry) => entry.bidder === bidder)) {
    const before = best.get(lot);
    if (type === 'BidAccepted') best.set(lot, Math.max(before ?? 0, amountMinor));
    else if (before !== undefined) best.set(lot, Math.min(before, amountMinor));
  }
  return best;
}

function sorted(amounts: ReadonlyMap<string, number>): string {
  return JSON.stringify([...amounts].sort());
}

function jsonOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function canonical(events: readonly Event[]): string {
  return JSON.stringify(events.map((event) => Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))));
}

const BIDDERS = ['b1', 'b2', 'b3', 'b4', 'room', 'house', 'stranger'];
const REGULARS = ['b1', 'b2', 'b3', 'b4', 'room', 'b1', 'b2', 'b3', 'b1', 'b2', 'b3', 'house'];
const CHANNELS: readonly Channel[] = ['online', 'online', 'online', 'floor', 'phone', 'book'];
const START = 1000;

const anyIncrements: fc.Arbitrary<Increments> = fc.oneof(
  fc.constantFrom<Increments>(
    {
      kind: 'steps',
      bound: 'low',
      rows: [
        [0, 5],
        [100, 25],
        [500, 50],
      ],
    },
    {
      kind: 'steps',
      bound: 'high',
      rows: [
        [0, 5],
        [100, 25],
        [500, 50],
      ],
    },
    {
      kind: 'steps',
      bound: 'low',
      rows: [
        [1, 7],
        [103, 20],
        [333, 30],
      ],
    },
    { kind: 'steps', bound: 'high', rows: [[50, 1]] },
    { kind: 'ladder258', minorPerUnit: 1 },
    { kind: 'ladder258', minorPerUnit: 3 },
  ),
);

const anyPolicies: fc.Arbitrary<Policies> = fc.record({
  tie: fc.constantFrom('earliest', 'room', 'refuse'),
  offLadder: fc.constantFrom('keep', 'down', 'refuse'),
  leaderRaise: fc.constantFrom('reprice', 'hold'),
  reserve: fc.constantFrom('jump', 'full'),
  extension: fc.option(
    fc.record({
      windowMs: fc.integer({ min: 0, max: 60 }),
      base: fc.constantFrom('bid', 'end'),
      addMs: fc.integer({ min: 0, max: 80 }),
      maxCount: fc.option(fc.integer({ min: 0, max: 3 })),
      hardEndAt: fc.option(fc.integer({ min: START, max: START + 600 })),
      scope: fc.constantFrom('lot', 'sale'),
    }),
  ),
  limit: fc.constantFrom('none', 'wins', 'exposure'),
  void: fc.constantFrom('recompute', 'revivesNothing'),
});

function lotOf(
  format: number,
  number: number,
  opening: number,
  reserve: number | null,
  opens: number,
  lasts: number,
): Lot {
  const lot = { lotId: `l${number}`, number, title: '', openingMinor: opening, reserveMinor: reserve };
  const times = { opensAt: START + opens, closesAt: START + opens + lasts };
  if (format === 0)
    return { ...lot, format: 'dutch', startMinor: opening + 200, floorMinor: opening, dropMinor: 30, everyMs: 20 };
  if (format === 1) return { ...lot, format: 'sealed', ...times, pricing: number % 2 === 0 ? 'first' : 'second' };
  return format < 4 ? { ...lot, format: 'live' } : { ...lot, format: 'timed', ...times };
}

const anyLot = fc.tuple(
  fc.integer({ min: 0, max: 6 }),
  fc.constantFrom(100, 103, 50, 0, 10),
  fc.option(fc.constantFrom(100, 210, 300, 155), { freq: 2 }),
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 1, max: 300 }),
);

const anySale: fc.Arbitrary<Sale> = fc
  .tuple(anyIncrements, anyPolicies, fc.array(anyLot, { minLength: 3, maxLength: 6 }))
  .map(([increments, policies, lots]) => ({
    saleId: 's1',
    title: 'fuzz',
    currency: 'USD',
    increments,
    policies,
    premium: [
      [0, 2505],
      [300, 2000],
      [1000, 1250],
    ],
    lots: lots.map(([format, ...rest], i) => lotOf(format, i + 1, ...rest)),
  }));

/** Raw material of a command: picks, amounts and the time that passes. */
const anyMove = fc.record({
  verb: fc.noBias(fc.nat({ max: 59 })),
  lot: fc.noBias(fc.nat({ max: 59 })),
  bidder: fc.constantFrom(...REGULARS, ...BIDDERS),
  amount: fc.oneof(
    fc.integer({ min: 0, max: 700 }),
    fc.integer({ min: 8, max: 28 }).map((n) => n * 25),
  ),
  kind: fc.constantFrom('bid' as const, 'max' as const, 'max' as const),
  channel: fc.constantFrom(...CHANNELS),
  id: fc.noBias(fc.nat({ max: 59 })),
  passed: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })),
});

/** A random sale and its commands. */
export const anyScript: fc.Arbitrary<readonly Command[]> = fc
  .tuple(anySale, fc.array(anyMove, { minLength: COMMANDS_A_SALE - 5, maxLength: COMMANDS_A_SALE - 5 }))
  .map(([sale, moves]) => {
    let at = START;
    const limits = [null, 500, 900, null];
    const script: Command[] = [{ type: 'CreateSale', at, sale }];
    for (const [i, limitMinor] of limits.entries())
      script.push({ type: 'RegisterBidder', at, bidder: `b${i + 1}`, limitMinor });
    for (const [i, move] of moves.entries()) {
      at += move.passed;
      script.push(commandOf(move, at, i, sale.lots.length));
    }
    return script;
  });

type Move = typeof anyMove extends fc.Arbitrary<infer T> ? T : never;

function commandOf(move: Move, at: number, i: number, lots: number): Command {
  const lot = move.lot === 59 ? 'l9' : `l${(move.lot % lots) + 1}`;
  const { verb, bidder } = move;
  // Prices climb, and so do most of the amounts.
  const amount = move.amount + (move.id % 3) * i * 3;
  const reason = 'because';
  if (verb < 34) {
    const isHouse = bidder === 'house' && amount % 2 === 0;
    const channel: Channel = isHouse
      ? 'house'
      : bidder === 'room'
        ? amount % 2 === 0
          ? 'floor'
          : 'phone'
        : move.channel;
    // Now and then an id that was used before.
    const id = move.id === 37 ? `x${Math.max(0, i - 3)}` : `x${i}`;
    return {
      type: 'PlaceBid',
      at,
      id,
      lot,
      bidder,
      amountMinor: amount,
      kind: channel === 'book' ? 'max' : move.kind,
      channel,
    };
  }
  if (verb < 37)
    return { type: 'LowerMax', at, id: `y${i}`, lot, bidder: `b${(move.id % 3) + 1}`, amountMinor: amount };
  if (verb < 43) return { type: 'OpenLot', at, lot };
  if (verb < 45) return { type: 'SetAsk', at, lot, askMinor: amount, reason };
  if (verb < 47) return { type: 'FairWarning', at, lot };
  if (verb < 49) return { type: 'Hammer', at, lot };
  if (verb < 51) return { type: 'Reopen', at, lot, reason };
  if (verb < 56) return { type: 'VoidBid', at, bidId: `x${Math.max(0, i - 1 - (move.id % 9))}`, reason };
  if (verb === 56) return { type: 'ResumeSale', at, graceMs: amount % 50 };
  switch (move.id) {
    case 0:
    case 1:
      return { type: 'Withdraw', at, lot, reason };
    case 2:
    case 3:
    case 4:
      return { type: 'HoldSale', at, reason };
    case 5:
      return { type: 'SuspendBidder', at, bidder, reason, ...(amount % 2 === 0 ? {} : { by: 'house' as const }) };
    case 6:
    case 7:
    case 8:
      return { type: 'ReinstateBidder', at, bidder, ...(amount % 2 === 0 ? {} : { by: 'house' as const }) };
    case 9:
    case 10:
      return { type: 'RegisterBidder', at, bidder: 'b4', limitMinor: amount * 2 };
    case 11:
    case 12:
      return { type: 'Pass', at, lot, reason };
    default:
      return { type: 'Clock', at };
  }
}

if (import.meta.main) {
  const option = (name: string, otherwise: number) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const commands = option('commands', 1_000_000);
  const seed = option('seed', Math.trunc(performance.timeOrigin) % 2 ** 31);
  process.stdout.write(`${commands} commands, seed ${seed}\n`);
  fuzz(commands, seed);
  process.stdout.write('core and model agree\n');
}
