/** Whether a command is well formed: its fields, their types and sizes (RULES.md §1, §2). Knows no state. */
import type { Command, CommandType } from '../../protocol/command.ts';
import { isMinor } from '../../protocol/money.ts';
import { AT_MS_MAX, checkSale, DURATION_MS_MAX } from '../../protocol/sale-schema.ts';
import { isToken } from '../../protocol/subjects.ts';

/** The longest id that a command may name, in UTF-16 units. */
export const NAME_LENGTH_MAX = 128;
/** The longest reason, in UTF-16 units. */
export const REASON_LENGTH_MAX = 500;

/** True for a string that names something: not empty, not long, no control characters, no lone surrogates. */
export function isName(value: unknown): value is string {
  return isText(value, NAME_LENGTH_MAX);
}

/** True for a time: a whole number of milliseconds since the epoch that a date can hold. */
export function isAt(value: unknown): value is number {
  return isMinor(value) && value <= AT_MS_MAX;
}

/** True when the value has a `type` that is a command's. */
export function isCommandType(value: unknown): value is { readonly type: CommandType } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (value.type === 'PlaceBid' || (typeof value.type === 'string' && Object.hasOwn(FIELDS, value.type)))
  );
}

/** True when every field of the command is there, of its type and within its size. Total: takes any value. */
export function isWellFormed(value: unknown): value is Command {
  if (!isCommandType(value)) return false;
  const fields = value as Fields;
  // Nearly all are bids.
  return isAt(fields.at) && (value.type === 'PlaceBid' ? isPlaceBid(fields) : FIELDS[value.type](fields));
}

type Fields = Readonly<Record<string, unknown>>;

const FIELDS: Readonly<Record<CommandType, (fields: Fields) => boolean>> = {
  CreateSale: (f) => checkSale(f.sale).ok,
  RegisterBidder: (f) =>
    isToken(f.bidder) &&
    f.bidder !== 'room' &&
    f.bidder !== 'house' &&
    (f.limitMinor === null || isMinor(f.limitMinor)) &&
    (f.paddle === undefined || isToken(f.paddle)),
  SuspendBidder: (f) => isName(f.bidder) && isReason(f.reason) && isSide(f.by),
  ReinstateBidder: (f) => isName(f.bidder) && isSide(f.by),
  OpenLot: (f) => isName(f.lot),
  PlaceBid: isPlaceBid,
  LowerMax: (f) => isName(f.id) && isName(f.lot) && isName(f.bidder) && isMinor(f.amountMinor),
  SetAsk: (f) => isName(f.lot) && isMinor(f.askMinor) && isReason(f.reason),
  FairWarning: (f) => isName(f.lot),
  Hammer: (f) => isName(f.lot),
  Pass: (f) => isName(f.lot) && isReason(f.reason),
  Withdraw: (f) => isName(f.lot) && isReason(f.reason),
  Reopen: (f) => isName(f.lot) && isReason(f.reason),
  VoidBid: (f) => isName(f.bidId) && isReason(f.reason),
  HoldSale: (f) => isReason(f.reason),
  ResumeSale: (f) => isMinor(f.graceMs) && f.graceMs <= DURATION_MS_MAX,
  Clock: () => true,
};

function isPlaceBid(f: Fields): boolean {
  const { kind, channel } = f;
  if (!isName(f.id) || !isName(f.lot) || !isName(f.bidder) || !isMinor(f.amountMinor)) return false;
  if (kind !== 'max' && kind !== 'bid') return false;
  if (channel === 'online' || channel === 'floor' || channel === 'phone') return true;
  return channel === 'book' ? kind === 'max' : channel === 'house' && f.bidder === 'house';
}

function isSide(value: unknown): boolean {
  return value === undefined || value === 'house';
}

function isReason(value: unknown): boolean {
  return isText(value, REASON_LENGTH_MAX);
}

function isText(value: unknown, lengthMax: number): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > lengthMax) return false;
  for (let i = 0; i < value.length; i += 1) {
    const unit = value.charCodeAt(i);
    // Nearly all that names something.
    if (unit >= 0x20 && unit < 0x7f) continue;
    if (unit <= 0x7f) return false;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = value.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
    i += 1;
  }
  return true;
}
