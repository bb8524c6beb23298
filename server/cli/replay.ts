/** `rostrum replay FILE`: commands in, events out, one line each, and the state at the end (RULES.md §8). No NATS, no journal, no network. */
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Command } from '../../protocol/command.ts';
import { isCommandType } from '../core/check.ts';
import { emptyState, execute, lotView, type SaleState, wonMinor } from '../core/sale.ts';

export const about =
  'decide the commands of a file (one JSON a line, - for standard input) and print their events and the state';

/** Output gathered before it is written at once. */
const OUTPUT_CHARACTERS = 262_144;
/** A file is read in pieces of this size: the decisions are the work, reading ahead gains nothing. */
const PIECE_BYTES = 1_048_576;
/** The longest line: a sale of 200,000 lots fits in it. */
const LINE_CHARACTERS_MAX = 256 * 1024 * 1024;

/** The exit status: 0, 1 when the file cannot be read, 2 for a line that is no command. */
export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) {
    process.stderr.write('usage: rostrum replay FILE   (- for standard input)\n');
    return 1;
  }
  const input = file === '-' ? process.stdin : piecesOf(file);
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
  const output = new Output(sink);
  const state = emptyState();
  let line = 0;
  let n = 0;
  let rest = '';
  const take = (text: string): boolean => {
    line += 1;
    const trimmed = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (trimmed.trim() === '') return true;
    const command = parse(trimmed);
    if (command === null) return false;
    n += 1;
    output.add(`{"n":${n},"events":${JSON.stringify(execute(state, command))}}\n`);
    return true;
  };
  const decoder = new StringDecoder('utf8');
  for await (const piece of input) {
    const lines = (rest + decoder.write(piece)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (!take(text)) return notACommand(output, line);
    if (rest.length > LINE_CHARACTERS_MAX) return notACommand(output, line + 1);
    if (output.isFull) await output.flush();
  }
  rest += decoder.end();
  if (rest !== '' && !take(rest)) return notACommand(output, line);
  await printState(state, output);
  await output.flush();
  return 0;
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

async function notACommand(output: Output, line: number): Promise<number> {
  await output.flush();
  process.stderr.write(`line ${line}: not a command (one JSON object with a known "type" a line)\n`);
  return 2;
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

async function printState(state: SaleState, output: Output): Promise<void> {
  output.add('{"state":{"lots":{');
  let comma = '';
  for (const lotId of state.lots.keys()) {
    const view = lotView(state, lotId);
    if (view === null) continue;
    const { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev } = view;
    const row = { status, priceMinor, leader, leaderMaxMinor, askMinor, closesAt, reserveMet, rev };
    output.add(`${comma}${JSON.stringify(lotId)}:${JSON.stringify(row)}`);
    comma = ',';
    if (output.isFull) await output.flush();
  }
  output.add('},"bidders":{');
  comma = '';
  for (const bidder of state.bidders.keys()) {
    output.add(`${comma}${JSON.stringify(bidder)}:{"wonMinor":${wonMinor(state, bidder)}}`);
    comma = ',';
    if (output.isFull) await output.flush();
  }
  output.add('}}}\n');
}

/** Output in large pieces, at the pace of its reader. */
class Output {
  readonly #sink: Writable;
  #text = '';

  constructor(sink: Writable) {
    this.#sink = sink;
  }

  add(text: string): void {
    this.#text += text;
  }

  get isFull(): boolean {
    return this.#text.length >= OUTPUT_CHARACTERS;
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#sink.write(text)) await once(this.#sink, 'drain');
  }
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause && 'syscall' in cause;
}
