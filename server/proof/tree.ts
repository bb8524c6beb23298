/**
 * The Merkle tree of RFC 6962 over the public log, growing at its right edge. It keeps two hashes for every 1,024 leaves and
 * those of the unfinished chunk; older leaves are asked for again when a proof needs them, so a million records cost 100 KB.
 */
import { hash } from 'node:crypto';

/** 32 bytes as a latin1 string. */
export type Hash = string;
export const CHUNK_LEAVES = 1024;
const CHUNK_LEVEL = 10;

export type TreeSnapshot = { readonly size: number; readonly chunks: string; readonly leaves: string };

export type Tree = {
  readonly size: number;
  add(leaf: Hash): void;
  root(): Hash;
  /** The root when the tree had `size` leaves. */
  rootAt(size: number): Hash;
  inclusion(leafIndex: number, size: number): readonly Hash[];
  consistency(fromSize: number, toSize: number): readonly Hash[];
  snapshot(): TreeSnapshot;
};

const EMPTY_ROOT = hash('sha256', '', 'binary');
const scratch = Buffer.alloc(65, 1);

/** Of one line of the public log. */
export function leafHash(line: string): Hash {
  return hash('sha256', `\0${line}`, 'binary');
}

export function nodeHash(left: Hash, right: Hash): Hash {
  scratch.write(left, 1, 32, 'latin1');
  scratch.write(right, 33, 32, 'latin1');
  return hash('sha256', scratch, 'binary');
}

/** `leavesOf(chunk)` gives the 1,024 leaves of a finished chunk; they are checked against the hash that is kept. */
export function createTree(leavesOf: (chunk: number) => readonly Hash[], from?: TreeSnapshot): Tree {
  const chunks: Levels = [[]];
  let open: Levels = [[]];
  const cache = new Map<number, Levels>();
  if (from !== undefined) {
    for (const chunk of split(from.chunks)) grow(chunks, chunk);
    for (const leaf of split(from.leaves)) grow(open, leaf);
  }
  const size = () => countOf(chunks) * CHUNK_LEAVES + countOf(open);

  function add(leaf: Hash): void {
    grow(open, leaf);
    if (countOf(open) < CHUNK_LEAVES) return;
    remember(countOf(chunks), open);
    grow(chunks, open[CHUNK_LEVEL]?.[0] ?? leaf);
    open = [[]];
  }

  function root(): Hash {
    const nodes = [...edgeOf(chunks), ...edgeOf(open)];
    return nodes.length === 0 ? EMPTY_ROOT : nodes.reduceRight((right, left) => nodeHash(left, right));
  }

  function chunkAt(chunk: number): Levels {
    if (chunk === countOf(chunks)) return open;
    const known = cache.get(chunk);
    if (known !== undefined) return known;
    const rebuilt: Levels = [[]];
    for (const leaf of leavesOf(chunk)) grow(rebuilt, leaf);
    if (countOf(rebuilt) !== CHUNK_LEAVES || rebuilt[CHUNK_LEVEL]?.[0] !== chunks[0]?.[chunk])
      throw new Error(`the records ${chunk * CHUNK_LEAVES + 1} and after no longer give the tree that was signed`);
    return remember(chunk, rebuilt);
  }

  function remember(chunk: number, levels: Levels): Levels {
    cache.set(chunk, levels);
    if (cache.size > CHUNKS_CACHED_MAX) cache.delete(cache.keys().next().value ?? chunk);
    return levels;
  }

  /** MTH of the leaves `[from, to)`, `from` a multiple of the subtree's width. A complete one is known already. */
  function range(from: number, to: number): Hash {
    const width = to - from;
    if (width === 0) return EMPTY_ROOT;
    const level = Math.log2(width);
    if (Number.isInteger(level) && from % width === 0) {
      const known =
        level >= CHUNK_LEVEL
          ? chunks[level - CHUNK_LEVEL]?.[from / width]
          : chunkAt(Math.floor(from / CHUNK_LEAVES))[level]?.[(from % CHUNK_LEAVES) / width];
      if (known !== undefined) return known;
    }
    if (width === 1) return missing(from);
    const middle = from + split2(width);
    return nodeHash(range(from, middle), range(middle, to));
  }

  function inclusion(index: number, of: number): Hash[] {
    if (index < 0 || index >= of || of > size()) throw new RangeError(`no leaf ${index} in a tree of ${of}`);
    const path: Hash[] = [];
    let from = 0;
    let to = of;
    while (to - from > 1) {
      const middle = from + split2(to - from);
      if (index < middle) {
        path.push(range(middle, to));
        to = middle;
      } else {
        path.push(range(from, middle));
        from = middle;
      }
    }
    return path.reverse();
  }

  function consistency(fromSize: number, toSize: number): Hash[] {
    if (fromSize < 0 || fromSize > toSize || toSize > size())
      throw new RangeError(`no trees ${fromSize} and ${toSize}`);
    if (fromSize === 0 || fromSize === toSize) return [];
    const path: Hash[] = [];
    let from = 0;
    let to = toSize;
    let whole = true;
    while (to !== fromSize) {
      const middle = from + split2(to - from);
      if (fromSize <= middle) {
        path.push(range(middle, to));
        to = middle;
      } else {
        path.push(range(from, middle));
        from = middle;
        whole = false;
      }
    }
    if (!whole) path.push(range(from, to));
    return path.reverse();
  }

  return {
    get size() {
      return size();
    },
    add,
    root,
    rootAt: (of) => (of === size() ? root() : range(0, of)),
    inclusion,
    consistency,
    snapshot: () => ({ size: size(), chunks: join(chunks[0] ?? []), leaves: join(open[0] ?? []) }),
  };
}

const CHUNKS_CACHED_MAX = 32;

function missing(leaf: number): never {
  throw new RangeError(`no leaf ${leaf}`);
}

/** The roots of all complete subtrees: in each row those of twice the width of the row before. A proof then takes what is there. */
type Levels = Hash[][];

function grow(levels: Levels, leaf: Hash): void {
  let node = leaf;
  for (let level = 0; ; level += 1) {
    const row = levels[level] ?? [];
    levels[level] = row;
    row.push(node);
    if (row.length % 2 === 1) return;
    node = nodeHash(row.at(-2) ?? node, node);
  }
}
function countOf(levels: Levels): number {
  return levels[0]?.length ?? 0;
}
/** The complete subtrees that stand at the right edge, largest first. */
function edgeOf(levels: Levels): Hash[] {
  return levels.flatMap((row) => (row.length % 2 === 1 ? row.slice(-1) : [])).reverse();
}

/** The largest power of two below `width`. */
function split2(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}

function join(hashes: readonly Hash[]): string {
  return Buffer.from(hashes.join(''), 'latin1').toString('base64');
}
function split(text: string): Hash[] {
  const bytes = Buffer.from(text, 'base64').toString('latin1');
  const hashes: Hash[] = [];
  for (let at = 0; at < bytes.length; at += 32) hashes.push(bytes.slice(at, at + 32));
  return hashes;
}
