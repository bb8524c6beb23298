import { createUser, type KeyPair } from 'nkeys.js';
import { expect, it } from 'vitest';
import { signatureGuard } from './signature.ts';

const [anna, mallory] = [createUser(), createUser()];
const signed = (by: KeyPair, at: number) => {
  const signature = Buffer.from(by.sign(Buffer.from(`jwt.${at}`))).toString('base64');
  return [by.getPublicKey(), { jwt: 'jwt', at, signature }] as const;
};

it('ends nobody’s session when others have signed as much as is remembered: he is told to wait, and then there is room', () => {
  const guard = signatureGuard(30_000, 3);
  const free = () => 0;
  for (let at = 0; at < 3; at += 1) expect(guard.accept(...signed(mallory, at), 0, free)).toBe('good');
  expect(guard.accept(...signed(anna, 1), 0, free)).toBe(1_000);
  // What was shown is still no good, and what is nobody's is told nothing else.
  expect(guard.accept(...signed(mallory, 1), 0, free)).toBe('bad');
  const [, foreign] = signed(mallory, 9);
  expect(guard.accept(anna.getPublicKey(), foreign, 0, free)).toBe('bad');
  expect(guard.accept(...signed(anna, 60_001), 60_001, free)).toBe('good');
});
