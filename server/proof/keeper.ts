/**
 * Keeps the public log's proof as the sale goes on: veil, leaf, tree, signed heads. Fed with durable records in order; knows
 * neither the bus nor the rules. Receipts and exports are built from it in their own files.
 */
import { type KeyObject, sign } from 'node:crypto';
import type { LogRecord } from '../../protocol/event.ts';
import { headText, type Opening } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';
import { CHUNK_LEAVES, createTree, type Hash, leafHash, type Tree, type TreeSnapshot } from './tree.ts';
import { createVeil, type VeilSnapshot } from './veil.ts';

export type KeeperSnapshot = { readonly tree: TreeSnapshot; readonly veil: VeilSnapshot };

export type LogKeeper = {
  /** Takes durable records, in order, right after their append. */
  took(records: readonly LogRecord[]): void;
  /** The signed head over everything taken so far. The same size is signed once a moment. */
  head(at: number): LogHead;
  readonly size: number;
  /** The line of the public log, exactly as hashed. */
  lineOf(record: LogRecord): string;
  openingsOf(record: LogRecord, all: boolean): readonly Opening[];
  paddleOf(bidder: string, seq: number): string;
  readonly tree: Tree;
  snapshot(): KeeperSnapshot;
};

export type KeeperOptions = {
  readonly sale: string;
  /** 32 bytes or more, the house's alone: whoever has it can open every commitment. */
  readonly secret: Buffer;
  /** Ed25519. */
  readonly signingKey: KeyObject;
  /** Durable records from a seq on (`journal.records`): old leaves are made again from them when a proof needs them. */
  readonly recordsFrom: (seq: number) => Iterable<LogRecord>;
  readonly from?: KeeperSnapshot;
};

export function createLogKeeper({ sale, secret, signingKey, recordsFrom, from }: KeeperOptions): LogKeeper {
  const veil = createVeil(secret, from?.veil);
  const tree = createTree(leavesOf, from?.tree);
  let last: LogHead | null = null;

  function lineOf(record: LogRecord): string {
    return JSON.stringify(veil.record(record));
  }
  function leafOf(record: LogRecord): Hash {
    return leafHash(lineOf(record));
  }
  function leavesOf(chunk: number): Hash[] {
    const leaves: Hash[] = [];
    for (const record of recordsFrom(chunk * CHUNK_LEAVES + 1)) {
      leaves.push(leafOf(record));
      if (leaves.length === CHUNK_LEAVES) break;
    }
    return leaves;
  }

  return {
    took(records) {
      for (const record of records) {
        if (record.seq !== tree.size + 1)
          throw new Error(`record ${record.seq} came to the log's proof where ${tree.size + 1} is due`);
        veil.learn(record);
        tree.add(leafOf(record));
      }
    },
    head(at) {
      if (last === null || last.size !== tree.size || last.at !== at) {
        const unsigned = { size: tree.size, root: hexOf(tree.root()), at };
        last = {
          ...unsigned,
          signature: sign(null, Buffer.from(headText(sale, unsigned)), signingKey).toString('base64'),
        };
      }
      return last;
    },
    get size() {
      return tree.size;
    },
    lineOf,
    openingsOf: veil.openings,
    paddleOf: veil.paddleOf,
    tree,
    snapshot: () => ({ tree: tree.snapshot(), veil: veil.snapshot() }),
  };
}

export function hexOf(hash: Hash): string {
  return Buffer.from(hash, 'latin1').toString('hex');
}
