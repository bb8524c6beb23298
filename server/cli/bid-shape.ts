/**
 * How a line writes a bid: the order of its fields and the text between their values. Most lines of a file are bids and differ in the
 * values only, so that a shape learned from one of them reads the others. Learns from lines that a parser has taken; reads no values.
 */
import { FixedText } from './fixed-text.ts';

/** The fields with a value of their own; that of `type` is the same in every bid. */
export type BidField = (typeof FIELDS)[number];
const FIELDS = ['at', 'id', 'lot', 'bidder', 'amountMinor', 'kind', 'channel'] as const;

export type BidShape = {
  /** In the order of the line, each with the text before it; a text holds the quotes of the values at its sides. */
  readonly fields: readonly { readonly field: BidField; readonly before: FixedText }[];
  /** From the last value to the end of the line. */
  readonly end: FixedText;
};

/** A name and its value: a text that stands for itself, or a whole number. */
const FIELD = /[ \t]*[{,][ \t]*"([a-zA-Z]+)"[ \t]*:[ \t]*(?:"([ !#-[\]-~]*)"|\d+)/y;
const END = /[ \t]*\}[ \t]*\r?\n/y;

/** The shape of a line, its end with it, that is a bid to a parser; null for one that is not in every field as bids are. */
export function shapeOf(line: string): BidShape | null {
  const fields: { field: BidField; before: FixedText }[] = [];
  let valueEnd = 0;
  let named = 0;
  FIELD.lastIndex = 0;
  for (let found = FIELD.exec(line); found !== null; found = FIELD.exec(line)) {
    const [all, name = '', text] = found;
    const end = found.index + all.length - (text === undefined ? 0 : 1);
    named += 1;
    END.lastIndex = FIELD.lastIndex;
    if (name === 'type') continue;
    const field = FIELDS.find((one) => one === name);
    if (field === undefined || (text === undefined) !== (field === 'at' || field === 'amountMinor')) return null;
    const valueFrom = text === undefined ? end - (/\d+$/.exec(all)?.[0].length ?? 0) : end - text.length;
    fields.push({ field, before: new FixedText(line.slice(valueEnd, valueFrom)) });
    valueEnd = end;
  }
  // Each of them once: of a field that stands twice only the last one counts.
  if (named !== FIELDS.length + 1 || new Set(fields.map(({ field }) => field)).size !== FIELDS.length) return null;
  return END.test(line) ? { fields, end: new FixedText(line.slice(valueEnd)) } : null;
}
