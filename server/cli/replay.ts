/** `rostrum replay FILE`: commands in, events out, one line each, and the state at the end (RULES.md §8). No NATS, no journal, no network. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { Command } from '../../protocol/command.ts';
import type { Event } from '../../protocol/event.ts';
import { checkSale } from '../../protocol/sale-schema.ts';
import { isCommandType } from '../core/check.ts';
import { emptyState, execute, lotView, type SaleState, wonMinor } from '../core/sale.ts';
import { BidLines } from './bid-lines.ts';
import { EventLines } from './event-lines.ts';

export const about =
  'decide the commands of a file (one JSON a line, - for standard input) and print their events and the state';

/** A file is read in pieces of this size: the decisions are the work, reading ahead gains nothing. */
const PIECE_BYTES = 65_536;
/** The longest line: a sale of 200,000 lots fits in it. */
const LINE_BYTES_MAX = 256 * 1024 * 1024;
const LINE_END = 0x0a;

/** The exit status: 0, 1 when the file cannot be read, 2 for a line that is no command. */
export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) {
    process.stderr.write('usage: rostrum replay FILE   (- for standard input)\n');
    return 1;
  }
  const input = file === '-' ? process.stdin : piecesOf(pathOf(file));
  try {
    return await replay(input, process.stdout);
  } catch (cause) {
    if (isSystemError(cause) && cause.code === 'EPIPE') return 0;
    if (!isSystemError(cause)) throw cause;
    process.stderr.write(`cannot read ${file}: ${cause.message}\n`);
    return 1;
  }
}

/** The same from any input to any output; input is taken at the pace at which output is. */
export async function replay(
  input: AsyncIterable<Buffer | string> | Iterable<Buffer>,
  sink: Writable,
): Promise<number> {
  const output = new EventLines();
  const bids = new BidLines();
  const state = emptyState();
  let line = 0;
  let n = 0;
  const decide = (command: Command): readonly Event[] => {
    n += 1;
    const events = execute(state, command);
    output.add(n, events);
    return events;
  };
  // The bids that stand one after another, and where they end. A function of its own, entered for every piece: V8 makes such a one fast.
  const takeBids = (from: number): number => {
    let at = from;
    for (let bid = bids.read(at); bid !== null; bid = bids.read(at)) {
      line += 1;
      decide(bid);
      at = bids.lineEnd + 1;
    }
    return at;
  };
  const take = (bytes: Buffer, from: number, to: number): boolean => {
    line += 1;
    const text = bytes.toString('utf8', from, to);
    const trimmed = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (trimmed.trim() === '') return true;
    const command = parse(trimmed);
    if (command === null) return false;
    const events = decide(command);
    if (command.type === 'PlaceBid') bids.learn(trimmed);
    else if (command.type === 'CreateSale') sayFault(line, command.sale, events);
    return true;
  };
  // What has no end yet: its bytes are copied, the next piece may come in the same memory.
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const piece of input) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    bids.take(bytes);
    let from = 0;
    for (;;) {
      if (restBytes === 0) from = takeBids(from);
      const to = bytes.indexOf(LINE_END, from);
      if (to < 0) break;
      const isGood = restBytes === 0 ? take(bytes, from, to) : takeWhole(take, [...rest, bytes.subarray(from, to)]);
      if (!isGood) return notACommand(output, sink, line);
      if (restBytes > 0) [rest, restBytes] = [[], 0];
      from = to + 1;
    }
    rest.push(Buffer.from(bytes.subarray(from)));
    restBytes += bytes.length - from;
    if (restBytes > LINE_BYTES_MAX) return notACommand(output, sink, line + 1);
    if (output.isFull) await flush(output, sink);
  }
  if (restBytes > 0 && !takeWhole(take, rest)) return notACommand(output, sink, line);
  await printState(state, output, sink);
  await flush(output, sink);
  return 0;
}

function takeWhole(take: (bytes: Buffer, from: number, to: number) => boolean, parts: readonly Buffer[]): boolean {
  const whole = Buffer.concat(parts);
  return take(whole, 0, whole.length);
}

/** npm runs its scripts in the folder of the house: a path that leads nowhere from there is one from where npm was called. */
function pathOf(file: string): string {
  const calledFrom = process.env.INIT_CWD;
  return calledFrom === undefined || existsSync(file) ? file : resolve(calledFrom, file);
}

function* piecesOf(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (let length = readSync(fd, piece); length > 0; length = readSync(fd, piece)) yield piece.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

async function notACommand(output: EventLines, sink: Writable, line: number): Promise<number> {
  await flush(output, sink);
  process.stderr.write(`line ${line}: not a command (one JSON object with a known "type" a line)\n`);
  return 2;
}

/** An event says `malformed`, and no more; whoever wrote the sale needs the field. */
function sayFault(line: number, sale: unknown, events: readonly Event[]): void {
  if (!events.some((event) => event.type === 'CommandRefused' && event.reason === 'malformed')) return;
  const checked = checkSale(sale);
  if (!checked.ok) process.stderr.write(`line ${line}: the sale is malformed: ${checked.error}\n`);
}

function parse(text: string): Command | null {
  try {
    const value: unknown = JSON.parse(text);
    // Its other fields are judged by the rules: a wrong one is `malformed`, which is a decision.
    return isCommandType(value) ? (value as Command) : null;
  } catch {
    return null;
  }
}

async function printState(state: SaleState, output: EventLines, sink: Writable): Promise<void> {
  output.addText('{"state":{"lots":{');
  let comma = '';
  for (const lotId of state.lots.keys()) {
    const view = lotView(state, lotId);
    if (view === null) continue;
    const { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev } = view;
    const row = { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev };
    output.addText(`${comma}${JSON.stringify(lotId)}:${JSON.stringify(row)}`);
    comma = ',';
    if (output.isFull) await flush(output, sink);
  }
  output.addText('},"bidders":{');
  comma = '';
  for (const bidder of state.bidders.keys()) {
    output.addText(`${comma}${JSON.stringify(bidder)}:{"wonMinor":${wonMinor(state, bidder)}}`);
    comma = ',';
    if (output.isFull) await flush(output, sink);
  }
  output.addText('}}}\n');
}

async function flush(output: EventLines, sink: Writable): Promise<void> {
  const bytes = output.gathered();
  if (bytes.length === 0) return;
  // Until it is gone: then its memory is written again, which is cheaper than new memory for every piece.
  await new Promise<void>((resolve, reject) => {
    sink.write(bytes, (error) => (error == null ? resolve() : reject(error)));
  });
  output.clear();
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause && 'syscall' in cause;
}
