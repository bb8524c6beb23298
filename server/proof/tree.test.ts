import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isConsistent, rootOfInclusion } from '../verify/merkle.ts';
import { createTree, type Hash, leafHash } from './tree.ts';

const hex = (hash: Hash) => Buffer.from(hash, 'latin1').toString('hex');
const leafHex = (line: string) => createHash('sha256').update(Buffer.of(0)).update(line).digest();
const lines = Array.from({ length: 3000 }, (_, at) => `line ${at}`);
const grow = (size: number) => {
  const tree = createTree((chunk) => lines.slice(chunk * 1024, chunk * 1024 + 1024).map(leafHash));
  for (const line of lines.slice(0, size)) tree.add(leafHash(line));
  return tree;
};
/** The definition of RFC 6962 §2.1, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(mth(leaves.slice(0, k)))
    .update(mth(leaves.slice(k)))
    .digest();
}

describe('the tree', () => {
  it('has the roots of RFC 6962, and of its published test leaves', () => {
    for (const size of [0, 1, 2, 3, 7, 8, 1023, 1024, 1025, 2048, 2500])
      expect(hex(grow(size).root())).toBe(mth(lines.slice(0, size).map(leafHex)).toString('hex'));
    const tree = createTree(() => []);
    for (const leaf of ['', '\u0000', '\u0010', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'])
      tree.add(leafHash(leaf));
    expect(hex(leafHash(''))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(tree.size).toBe(8);
  });

  it('proves every leaf and every older size, in every size', () => {
    const tree = grow(3000);
    for (let size = 1; size <= 70; size += 1) for (let leaf = 0; leaf < size; leaf += 1) check(tree, leaf, size);
    for (const [leaf, size] of [
      [0, 3000],
      [1023, 3000],
      [1024, 1025],
      [2999, 3000],
      [2047, 2048],
      [1500, 2700],
    ] as const)
      check(tree, leaf, size);
    for (const [from, to] of [
      [1, 3000],
      [1024, 3000],
      [1000, 1024],
      [2048, 2500],
      [2999, 3000],
      [3000, 3000],
    ] as const) {
      const proof = { fromSize: from, toSize: to, hashes: tree.consistency(from, to).map(hex) };
      expect(isConsistent(proof, hex(tree.rootAt(from)), hex(tree.rootAt(to)))).toBe(true);
      expect(isConsistent(proof, hex(tree.rootAt(from)), hex(tree.rootAt(1)))).toBe(false);
    }
    for (let to = 1; to <= 40; to += 1)
      for (let from = 1; from <= to; from += 1)
        expect(
          isConsistent(
            { fromSize: from, toSize: to, hashes: tree.consistency(from, to).map(hex) },
            hex(tree.rootAt(from)),
            hex(tree.rootAt(to)),
          ),
        ).toBe(true);
  });

  it('comes back from a snapshot and goes on', () => {
    const old = grow(1500);
    const tree = createTree((chunk) => lines.slice(chunk * 1024, chunk * 1024 + 1024).map(leafHash), old.snapshot());
    for (const line of lines.slice(1500)) tree.add(leafHash(line));
    expect(tree.root()).toBe(grow(3000).root());
    check(tree, 17, 3000);
  });

  it('refuses to prove from records that are no longer those that were signed', () => {
    const tree = createTree(() => lines.slice(1, 1025).map(leafHash), grow(3000).snapshot());
    expect(() => tree.inclusion(5, 3000)).toThrow(/no longer/);
  });
});

function check(tree: ReturnType<typeof grow>, leaf: number, size: number): void {
  const proof = { leafIndex: leaf, size, hashes: tree.inclusion(leaf, size).map(hex) };
  expect(rootOfInclusion(leafHex(`line ${leaf}`), proof)).toBe(hex(tree.rootAt(size)));
  expect(rootOfInclusion(leafHex('another line'), proof)).not.toBe(hex(tree.rootAt(size)));
}
