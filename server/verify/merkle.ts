/** The verifier's own hashing: RFC 6962 leaves, nodes, roots and proofs. Written apart from the house's, so that one mistake is not made twice. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type ConsistencyProof, headText, type InclusionProof } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';

const sha256 = (...parts: readonly Uint8Array[]) => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export const leafOf = (line: string) => sha256(LEAF, Buffer.from(line));
const nodeOf = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);
export const linkOf = (chain: Uint8Array, leaf: Uint8Array) => sha256(chain, leaf);
export const commitmentOf = (salt: string, value: number) =>
  sha256(Buffer.from(salt, 'hex'), Buffer.from(String(value))).toString('hex');

/** Roots of a growing list of leaves: one stack entry for every set bit of the count. */
export function createRoots(): { add(leaf: Buffer): void; root(): string; size(): number } {
  const stack: Buffer[] = [];
  let count = 0;
  return {
    add(leaf) {
      let node = leaf;
      for (let bits = count; bits % 2 === 1; bits = (bits - 1) / 2) node = nodeOf(stack.pop() ?? node, node);
      stack.push(node);
      count += 1;
    },
    root() {
      if (stack.length === 0) return sha256().toString('hex');
      return stack.reduceRight((right, left) => nodeOf(left, right)).toString('hex');
    },
    size: () => count,
  };
}

/** RFC 9162 §2.1.3.2: the root that a leaf and its path give; null when the path does not fit. */
export function rootOfInclusion(leaf: Buffer, { leafIndex, size, hashes }: InclusionProof): string | null {
  if (leafIndex >= size || leafIndex < 0) return null;
  let index = leafIndex;
  let last = size - 1;
  let node = leaf;
  for (const hex of hashes) {
    if (last === 0) return null;
    const sibling = Buffer.from(hex, 'hex');
    if (index % 2 === 1 || index === last) {
      node = nodeOf(sibling, node);
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else node = nodeOf(node, sibling);
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node.toString('hex') : null;
}

/** RFC 9162 §2.1.4.2. */
export function isConsistent(proof: ConsistencyProof, fromRoot: string, toRoot: string): boolean {
  const { fromSize, toSize } = proof;
  if (fromSize === toSize) return proof.hashes.length === 0 && fromRoot === toRoot;
  if (fromSize <= 0 || fromSize > toSize) return false;
  const path = proof.hashes.map((hex) => Buffer.from(hex, 'hex'));
  if (isPowerOf2(fromSize)) path.unshift(Buffer.from(fromRoot, 'hex'));
  let index = fromSize - 1;
  let last = toSize - 1;
  while (index % 2 === 1) {
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let older = first;
  let newer = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      older = nodeOf(sibling, older);
      newer = nodeOf(sibling, newer);
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else newer = nodeOf(newer, sibling);
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && older.toString('hex') === fromRoot && newer.toString('hex') === toRoot;
}

/** From base64 of the 32 raw bytes. */
export function publicKeyOf(text: string): KeyObject {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(text, 'base64').toString('base64url') },
    format: 'jwk',
  });
}

export function isSigned(sale: string, head: LogHead, key: KeyObject): boolean {
  return verify(null, Buffer.from(headText(sale, head)), key, Buffer.from(head.signature, 'base64'));
}

function isPowerOf2(value: number): boolean {
  return 2 ** Math.floor(Math.log2(value)) === value;
}
