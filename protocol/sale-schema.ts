/** What a sale must satisfy before a house takes it (RULES.md §1): every refusal names the path of the field. Knows no state. */
import * as v from 'valibot';
import { DEPTH_MAX, type Decoded } from './codec.ts';
import { isMinor } from './money.ts';
import { pathBeyond } from './nesting.ts';
import type { Sale } from './sale.ts';
import { isToken } from './subjects.ts';

/** The last moment that a date can hold, in milliseconds since the epoch. */
export const AT_MS_MAX = 8.64e15;
/** The longest duration that a sale or a command may name, a hundred years in milliseconds. */
export const DURATION_MS_MAX = 3_155_760_000_000;
/** The most lots of one sale. */
export const LOTS_MAX = 200_000;
/** The most rows of an increment table, and tiers of a premium. */
export const ROWS_MAX = 200;
/** The longest title, section and picture path, and the longest description, in UTF-16 units. */
export const TITLE_LENGTH_MAX = 500;
export const DESCRIPTION_LENGTH_MAX = 10_000;
/** The highest rate of premium: all of the hammer once more. */
export const RATE_BP_MAX = 10_000;
/** No field of a sale has a longer path, like `lots[0].estimateMinor`: what lies deeper is within one. */
const FIELD_PATH_LENGTH = 3;
/** The largest minor units of one currency unit. */
export const MINOR_PER_UNIT_MAX = 1_000_000;

/** Checks a sale; the error reads like `lots[3].closesAt: must be later than opensAt`. Total: takes any value. */
export function checkSale(value: unknown): Decoded<Sale> {
  const result = v.safeParse(saleSchema, value, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    return { ok: false, error: `${pathOf(issue.path)}: ${whyOf(issue)}` };
  }
  const deep = pathBeyond(value, DEPTH_MAX);
  if (deep !== null) {
    const field = deep.slice(0, FIELD_PATH_LENGTH).map((key) => ({ key }));
    return { ok: false, error: `${pathOf(field)}: nested deeper than ${DEPTH_MAX}` };
  }
  const sale: unknown = value;
  return { ok: true, value: sale as Sale };
}

/** What is wrong with one field; the empty path is the value as a whole. */
export type Fault = { readonly path: readonly (string | number)[]; readonly why: string };

/** Everything that is wrong with a sale, at most `max` faults: what `checkSale` refuses, field by field. Total: takes any value. */
export function saleFaults(value: unknown, max: number): readonly Fault[] {
  const list: unknown = typeof value === 'object' && value !== null && 'lots' in value ? value.lots : undefined;
  // Lots one by one: the schema of the list as a whole would stop at the first contradiction.
  const whole = Array.isArray(list) ? { ...(value as object), lots: [] } : value;
  const found = faultsOf(saleSchema, whole);
  if (!Array.isArray(list)) return found.slice(0, max);
  if (list.length > LOTS_MAX) found.push({ path: ['lots'], why: `more than ${LOTS_MAX} lots` });
  const seen = new Set<string>();
  for (const [i, one] of list.slice(0, LOTS_MAX).entries()) {
    if (found.length >= max) break;
    for (const { path, why } of lotFaults(one, seen)) found.push({ path: ['lots', i, ...path], why });
  }
  return found.slice(0, max);
}

/** Everything that is wrong with one lot; `seen` holds the ids before it, and then its own too. */
export function lotFaults(value: unknown, seen: Set<string>): readonly Fault[] {
  const found = faultsOf(lot, value);
  if (found.length > 0) return found;
  const one = value as LotShape;
  const wrong = contradiction(one, seen);
  if (wrong !== null) return [{ path: [wrong[0]], why: wrong[1] }];
  const known = LOT_ENTRIES[one.format];
  return Object.keys(one)
    .filter((key) => !Object.hasOwn(known, key))
    .map((key) => ({ path: [key], why: 'is no field of a lot' }));
}

/**
 * The path of the first field of a sale that no rule knows, like `lots[3].reserveMinr`; null when there is none. For those who
 * take a sale from a person: a misspelt `reserveMinor` must not silently be a lot without a reserve.
 */
export function unknownField(sale: Sale): string | null {
  const { increments: table, policies: named } = sale;
  const parts: [string, object, object][] = [
    ['', sale, saleSchema.entries],
    ['increments.', table, (table.kind === 'steps' ? steps : ladder).entries],
    ['policies.', named, policies.entries],
  ];
  if (named.extension !== null) parts.push(['policies.extension.', named.extension, extension.entries]);
  for (const [i, one] of sale.lots.entries()) parts.push([`lots[${i}].`, one, LOT_ENTRIES[one.format]]);
  for (const [path, given, known] of parts)
    for (const key of Object.keys(given)) if (!Object.hasOwn(known, key)) return `${path}${key}`;
  return null;
}

/** Those terms of a sale that are right by themselves, whatever is wrong with the rest of it. Total: takes any value. */
export function soundTerms(value: unknown): Partial<Pick<Sale, keyof typeof TERMS>> {
  const given: Readonly<Record<string, unknown>> = Object(value);
  const sound = Object.entries(TERMS).filter(([name, schema]) => v.is(schema, given[name]));
  return Object.fromEntries(sound.map(([name]) => [name, given[name]]));
}

const money = v.custom<number>(isMinor, 'must be a whole number of minor units, 0 to 2^53 - 1');
const positive = v.custom<number>((x) => isMinor(x) && x > 0, 'must be a whole number above zero, at most 2^53 - 1');
const at = v.custom<number>(
  (x) => isMinor(x) && x <= AT_MS_MAX,
  'must be a time in whole milliseconds since the epoch',
);
const duration = v.custom<number>(
  (x) => isMinor(x) && x <= DURATION_MS_MAX,
  'must be a duration in whole milliseconds',
);
const token = v.custom<string>(isToken, 'must be 1 to 64 letters, digits, _ or -');
const title = v.pipe(
  v.string('must be text'),
  v.maxLength(TITLE_LENGTH_MAX, `longer than ${TITLE_LENGTH_MAX} characters`),
);
const description = v.pipe(
  v.string('must be text'),
  v.maxLength(DESCRIPTION_LENGTH_MAX, `longer than ${DESCRIPTION_LENGTH_MAX} characters`),
);

type Row = readonly [number, number];

function rises(rows: readonly Row[], column: 0 | 1, strictly: boolean): boolean {
  return rows.every((row, i) => {
    const before = rows[i - 1];
    return before === undefined || (strictly ? before[column] < row[column] : before[column] <= row[column]);
  });
}

const steps = v.object({
  kind: v.literal('steps'),
  bound: v.picklist(['low', 'high'], 'must be low or high'),
  rows: v.pipe(
    v.array(v.strictTuple([money, positive], 'must be [from, step]'), 'must be a list of rows'),
    v.minLength(1, 'needs a row'),
    v.maxLength(ROWS_MAX, `more than ${ROWS_MAX} rows`),
    v.check((rows) => rises(rows, 0, true), 'rows must rise: each begins above the one before'),
    v.check((rows) => rises(rows, 1, false), 'steps must not fall from row to row'),
  ),
});
const ladder = v.object({
  kind: v.literal('ladder258'),
  minorPerUnit: v.optional(
    v.custom<number>((x) => isMinor(x) && x > 0 && x <= MINOR_PER_UNIT_MAX, `must be 1 to ${MINOR_PER_UNIT_MAX}`),
  ),
});
const increments = v.variant('kind', [steps, ladder], 'must be of kind steps or ladder258');

const extension = v.object(
  {
    windowMs: duration,
    base: v.picklist(['bid', 'end'], 'must be bid or end'),
    addMs: duration,
    maxCount: v.nullable(money),
    hardEndAt: v.nullable(at),
    scope: v.picklist(['lot', 'sale'], 'must be lot or sale'),
  },
  'must be null or an extension',
);
const policies = v.object(
  {
    tie: v.picklist(['earliest', 'room', 'refuse'], 'must be earliest, room or refuse'),
    offLadder: v.picklist(['keep', 'down', 'refuse'], 'must be keep, down or refuse'),
    leaderRaise: v.picklist(['reprice', 'hold'], 'must be reprice or hold'),
    reserve: v.picklist(['jump', 'full'], 'must be jump or full'),
    extension: v.nullable(extension),
    limit: v.picklist(['none', 'wins', 'exposure'], 'must be none, wins or exposure'),
    void: v.picklist(['recompute', 'revivesNothing'], 'must be recompute or revivesNothing'),
  },
  'must be the policies',
);
const premium = v.pipe(
  v.array(
    v.strictTuple(
      [money, v.custom<number>((x) => isMinor(x) && x <= RATE_BP_MAX, `must be 0 to ${RATE_BP_MAX} basis points`)],
      'must be [from, basis points]',
    ),
    'must be a list of tiers',
  ),
  v.maxLength(ROWS_MAX, `more than ${ROWS_MAX} tiers`),
  v.check((tiers) => rises(tiers, 0, true), 'tiers must not overlap: each begins above the one before'),
);

const TERMS = { increments, policies, premium };

const described = {
  lotId: token,
  number: money,
  title,
  reserveMinor: v.nullish(money),
  estimateMinor: v.nullish(
    v.pipe(
      v.strictTuple([money, money], 'must be [low, high]'),
      v.check(([low, high]) => low <= high, 'the low estimate is above the high one'),
    ),
  ),
  section: v.optional(title),
  description: v.optional(description),
  image: v.optional(title),
};
const scheduled = { opensAt: at, closesAt: at };
const live = v.object({ ...described, format: v.literal('live'), openingMinor: money });
const timed = v.object({ ...described, format: v.literal('timed'), openingMinor: money, ...scheduled });
const sealed = v.object({
  ...described,
  format: v.literal('sealed'),
  openingMinor: money,
  ...scheduled,
  pricing: v.picklist(['first', 'second'], 'must be first or second'),
});
const dutch = v.object({
  ...described,
  format: v.literal('dutch'),
  openingMinor: v.optional(money),
  startMinor: money,
  floorMinor: money,
  dropMinor: positive,
  everyMs: v.custom<number>((x) => isMinor(x) && x > 0 && x <= DURATION_MS_MAX, 'must be a duration above zero'),
});
const LOT_ENTRIES = { live: live.entries, timed: timed.entries, sealed: sealed.entries, dutch: dutch.entries };
const lot = v.variant('format', [live, timed, sealed, dutch], 'must be live, timed, dutch or sealed');

const lots = v.pipe(
  v.array(lot, 'must be a list of lots'),
  v.maxLength(LOTS_MAX, `more than ${LOTS_MAX} lots`),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const seen = new Set<string>();
    const { value: list } = dataset;
    for (const [i, one] of list.entries()) {
      const wrong = contradiction(one, seen);
      if (wrong === null) continue;
      const [key, message] = wrong;
      const path: [v.ArrayPathItem, v.ObjectPathItem] = [
        { type: 'array', origin: 'value', input: list, key: i, value: one },
        { type: 'object', origin: 'value', input: one, key, value: one[key] },
      ];
      addIssue({ message, path });
      return;
    }
  }),
);

type LotShape = v.InferOutput<typeof lot>;

/** What is wrong with a lot whose fields are right one by one. */
function contradiction(one: LotShape, seen: Set<string>): [keyof LotShape, string] | null {
  if (seen.has(one.lotId)) return ['lotId', `${one.lotId} stands twice`];
  seen.add(one.lotId);
  if ('closesAt' in one && one.closesAt <= one.opensAt)
    return ['closesAt' as keyof LotShape, 'must be later than opensAt'];
  if (one.format === 'dutch' && one.floorMinor > one.startMinor)
    return ['floorMinor' as keyof LotShape, 'must not be above startMinor'];
  return null;
}

const saleSchema = v.object(
  {
    saleId: token,
    title,
    currency: v.pipe(v.string('must be text'), v.regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217, like USD')),
    increments,
    policies,
    premium,
    lots,
  },
  'must be a sale',
);

function faultsOf(schema: v.GenericSchema, value: unknown): Fault[] {
  const result = v.safeParse(schema, value);
  if (result.success) return [];
  return result.issues.map((issue) => ({
    path: (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key))),
    why: whyOf(issue),
  }));
}

/** Of a field that is not there the schema gives the message of what it is missing in: "increments must be a sale". */
function whyOf({ kind, type, path, message }: v.BaseIssue<unknown>): string {
  const isMissing = kind === 'schema' && /object$/.test(type) && path?.at(-1)?.origin === 'key';
  return isMissing ? 'is missing' : message;
}

function pathOf(path: readonly { readonly key: unknown }[] | undefined): string {
  let text = '';
  for (const { key } of path ?? [])
    text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  return text === '' ? 'sale' : text;
}
