/**
 * The Merkle tree of RFC 6962 over the public log, growing at its right edge. It keeps one hash for every 1,024 leaves and the
 * leaves of the unfinished chunk; older leaves are asked for again when a proof needs them, so a million records cost 32 KB.
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
  const chunks: Hash[] = from === undefined ? [] : split(from.chunks);
  let open: Hash[] = from === undefined ? [] : split(from.leaves);
  // The roots of the complete subtrees that stand at the right edge of the finished chunks, largest first: [level, hash].
  const edge: { level: number; node: Hash }[] = [];
  const cache = new Map<number, readonly Hash[]>();
  for (const chunk of chunks) pushEdge(edge, CHUNK_LEVEL, chunk);
  let openEdge: { level: number; node: Hash }[] = [];
  for (const leaf of open) pushEdge(openEdge, 0, leaf);

  const size = () => chunks.length * CHUNK_LEAVES + open.length;

  function add(leaf: Hash): void {
    open.push(leaf);
    pushEdge(openEdge, 0, leaf);
    if (open.length < CHUNK_LEAVES) return;
    const node = openEdge[0]?.node ?? leaf;
    remember(chunks.length, open);
    chunks.push(node);
    pushEdge(edge, CHUNK_LEVEL, node);
    open = [];
    openEdge = [];
  }

  function root(): Hash {
    const nodes = [...edge, ...openEdge];
    let right = nodes.pop()?.node;
    if (right === undefined) return EMPTY_ROOT;
    for (let left = nodes.pop(); left !== undefined; left = nodes.pop()) right = nodeHash(left.node, right);
    return right;
  }

  function leaves(chunk: number): readonly Hash[] {
    if (chunk === chunks.length) return open;
    const known = cache.get(chunk);
    if (known !== undefined) return known;
    const found = leavesOf(chunk);
    const rebuilt: { level: number; node: Hash }[] = [];
    for (const leaf of found) pushEdge(rebuilt, 0, leaf);
    if (found.length !== CHUNK_LEAVES || rebuilt[0]?.node !== chunks[chunk])
      throw new Error(`the records ${chunk * CHUNK_LEAVES + 1} and after no longer give the tree that was signed`);
    return remember(chunk, found);
  }

  function remember(chunk: number, found: readonly Hash[]): readonly Hash[] {
    cache.set(chunk, found);
    if (cache.size > CHUNKS_CACHED_MAX) cache.delete(cache.keys().next().value ?? chunk);
    return found;
  }

  /** MTH of the leaves `[from, to)`, `from` a multiple of the subtree's width. */
  function range(from: number, to: number): Hash {
    const width = to - from;
    if (width === 0) return EMPTY_ROOT;
    if (width === CHUNK_LEAVES && from % CHUNK_LEAVES === 0) {
      const whole = chunks[from / CHUNK_LEAVES];
      if (whole !== undefined) return whole;
    }
    if (width === 1) return leaves(Math.floor(from / CHUNK_LEAVES))[from % CHUNK_LEAVES] ?? missing(from);
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
    snapshot: () => ({ size: size(), chunks: join(chunks), leaves: join(open) }),
  };
}

const CHUNKS_CACHED_MAX = 64;

function missing(leaf: number): never {
  throw new RangeError(`no leaf ${leaf}`);
}

/** Adds a complete subtree at the right edge and joins equals. */
function pushEdge(edge: { level: number; node: Hash }[], level: number, node: Hash): void {
  let at = level;
  let joined = node;
  for (let last = edge.at(-1); last !== undefined && last.level === at; last = edge.at(-1)) {
    joined = nodeHash(last.node, joined);
    edge.pop();
    at += 1;
  }
  edge.push({ level: at, node: joined });
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
