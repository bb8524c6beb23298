/**
 * What of a sale is saved beside its log (ADR 0016), so that a start need not fold all of it: the core's state, the board and the
 * log's proof, together, as they stood after one record. Knows the parts, not who saves them or when.
 */
import type { KeyObject } from 'node:crypto';
import type { LogRecord } from '../../protocol/event.ts';
import type { IdTable } from '../core/ids.ts';
import { emptyState, fold, fromSnapshot, idTableOf, type SaleState, toColumnSnapshot } from '../core/sale.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { bytesOfColumn, columnOf } from '../journal/column.ts';
import { type Disk, nodeDisk } from '../journal/disk.ts';
import type { Claim } from '../journal/recovery.ts';
import { readSnapshots, writeSnapshot } from '../journal/snapshot.ts';
import { createLogKeeper, type KeeperSnapshot, type LogKeeper } from '../proof/keeper.ts';
import { type Board, type BoardSnapshot, createBoard } from '../speech/board.ts';

export type Standing = {
  readonly state: SaleState;
  readonly board: Board;
  readonly keeper: LogKeeper;
  /** The record that this stands after. */
  readonly claim: Claim;
};

export type StandingInput = {
  readonly sale: string;
  readonly secret: Buffer;
  readonly signingKey: KeyObject;
  readonly recordsFrom: (seq: number) => Iterable<LogRecord>;
};

/**
 * Of the sections together; a snapshot of another form is passed over. In the first one the columns were in the core's text, in the
 * second the ids were.
 */
const FORM = '3';
const FORMS_READ = [FORM, '2', '1'];
/** Columns of the core's decisions are sections of their own: a million numbers are not parsed. */
const COLUMN = 'decisions.';
/** The table of ids, too: a million are not hashed again. */
const TABLE = 'ids.';

/** What was saved in the log's folder, newest first, and at last the beginning. What cannot be used is passed over with a word. */
export function* standings(
  input: StandingInput,
  logDir: string,
  onWarn: (message: string) => void,
): Generator<Standing, void> {
  for (const { claim, sections } of readSnapshots(nodeDisk, logDir, onWarn)) {
    let standing: Standing | null = null;
    try {
      if (FORMS_READ.includes(textOf(sections, 'form'))) {
        const core: Snapshot = JSON.parse(textOf(sections, 'core'));
        Object.assign(core.decisions, columnsOf(sections, COLUMN));
        const table = columnsOf(sections, TABLE);
        const state = isTable(table) ? fromSnapshot(core, table) : fromSnapshot(core);
        const board: BoardSnapshot = JSON.parse(textOf(sections, 'board'));
        const keeper: KeeperSnapshot = JSON.parse(textOf(sections, 'proof'));
        standing = {
          state,
          board: createBoard(state, board),
          keeper: createLogKeeper({ ...input, from: keeper }),
          claim,
        };
      }
    } catch (cause) {
      onWarn(`the snapshot at seq ${claim.seq}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    if (standing?.keeper.size === claim.seq) yield standing;
    else onWarn(`the snapshot at seq ${claim.seq} is of other rules or another form and is passed over`);
  }
  const state = emptyState();
  yield { state, board: createBoard(state), keeper: createLogKeeper(input), claim: { seq: 0, hash: '' } };
}

/** Takes one more record of the log. */
export function advance(standing: Standing, record: LogRecord): void {
  advanceLots(standing, record);
  standing.keeper.took([record]);
}

/** The same but for the proof, which costs more than the rest together and can follow later. */
export function advanceLots({ state, board }: Standing, record: LogRecord): void {
  fold(state, record);
  board.apply(record);
}

/** Saves what stands after the durable record that `claim` names, as it is at this moment; resolves when that is durable. */
export async function save(
  logDir: string,
  { state, board, keeper, claim }: Standing,
  disk: Disk = nodeDisk,
): Promise<void> {
  if (keeper.size !== claim.seq) throw new Error(`the proof stands at ${keeper.size}, not at ${claim.seq}`);
  const { decisions, ...core } = toColumnSnapshot(state);
  const texts: Record<string, unknown> = {};
  const table = Object.entries(idTableOf(state)).map(([name, column]): [string, Uint8Array] => [
    `${TABLE}${name}`,
    bytesOfColumn(column),
  ]);
  const columns: [string, Uint8Array][] = [];
  for (const [name, value] of Object.entries(decisions))
    if (isColumn(value)) columns.push([`${COLUMN}${name}`, bytesOfColumn(value)]);
    else texts[name] = value;
  const sections = new Map<string, Uint8Array>([
    ['form', Buffer.from(FORM)],
    ['core', bytesOf({ ...core, decisions: texts })],
    ...columns,
    ...table,
    ['board', bytesOf(board.snapshot())],
    ['proof', bytesOf(keeper.snapshot())],
  ]);
  await writeSnapshot(disk, logDir, { claim, sections });
}

function columnsOf(sections: ReadonlyMap<string, Uint8Array>, prefix: string): Record<string, ArrayLike<number>> {
  const columns: Record<string, ArrayLike<number>> = {};
  for (const [name, bytes] of sections)
    if (name.startsWith(prefix)) columns[name.slice(prefix.length)] = columnOf(bytes);
  return columns;
}
function isTable(columns: Partial<IdTable>): columns is IdTable {
  const { units, ends, hashes, slots, crowded } = columns;
  return [units, ends, hashes, slots, crowded].every((column) => column !== undefined);
}

/** An empty one has nothing to tell it by, and stays text. */
function isColumn(value: unknown): value is ArrayLike<number> {
  return ArrayBuffer.isView(value) || (Array.isArray(value) && typeof value[0] === 'number');
}
function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
function textOf(sections: ReadonlyMap<string, Uint8Array>, name: string): string {
  const bytes = sections.get(name) ?? new Uint8Array(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
