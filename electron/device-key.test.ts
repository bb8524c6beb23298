import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromPublic } from 'nkeys.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDeviceKey, type Vault } from './device-key.ts';

/** A whole seed: shorter, and one public key in thirty looks like a piece of one. */
const SEED = /SU[A-Z2-7]{56}/;

let folder: string;
let warnings: string[];
const warn = (sentence: string) => void warnings.push(sentence);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vault = (mask: number, isAvailable = true): Vault => ({
  isAvailable: () => isAvailable,
  seal: (text) => Buffer.from(text).map((byte) => byte ^ mask) as Buffer,
  unseal: (sealed) => Buffer.from(sealed.map((byte) => byte ^ mask)).toString(),
});

describe('the key of this desk', () => {
  it('is the same one next time, and signs what its public key verifies', () => {
    const path = join(folder, 'k', 'device.key');
    const key = openDeviceKey(path, vault(7), warn);
    expect(key.isSealed).toBe(true);
    expect(key.publicKey).toMatch(/^U[A-Z2-7]{55}$/);
    expect(openDeviceKey(path, vault(7), warn).publicKey).toBe(key.publicKey);
    const text = 'nonce é';
    const signature = Buffer.from(key.sign(text), 'base64');
    expect(fromPublic(key.publicKey).verify(new TextEncoder().encode(text), signature)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('is never written in the clear', () => {
    const path = join(folder, 'device.key');
    openDeviceKey(path, vault(7), warn);
    expect(readFileSync(path, 'latin1')).not.toMatch(SEED);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('lives for one session where there is no key store, and says so', () => {
    const path = join(folder, 'device.key');
    const one = openDeviceKey(path, vault(7, false), warn);
    expect(one.isSealed).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(openDeviceKey(path, vault(7, false), warn).publicKey).not.toBe(one.publicKey);
    expect(warnings[0]).toMatch(/this session only/);
  });

  it('is made anew when it cannot be unsealed any more', () => {
    const path = join(folder, 'device.key');
    const old = openDeviceKey(path, vault(7), warn);
    const made = openDeviceKey(path, vault(9), warn);
    expect(made.publicKey).not.toBe(old.publicKey);
    expect(warnings[0]).toMatch(/unsealed/);
    expect(openDeviceKey(path, vault(9), warn).publicKey).toBe(made.publicKey);
  });

  it('shows no seed to whoever holds it', () => {
    const key = openDeviceKey(join(folder, 'device.key'), vault(7), warn);
    expect(Object.keys(key).sort()).toEqual(['isSealed', 'publicKey', 'sign']);
    expect(JSON.stringify(key)).not.toMatch(SEED);
  });
});
