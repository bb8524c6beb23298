/** Start, words, revival, runtime and log: the small pure parts of the desk's life. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SystemWord } from '../protocol/bridge.ts';
import { LOG_FILES_KEPT, openLog } from './log.ts';
import { openRevival, REVIVALS_MAX, REVIVALS_WINDOW_MS } from './revival.ts';
import { runtimeWarning, sandboxWord } from './runtime.ts';
import { parseStartup } from './startup.ts';
import { openWords } from './words.ts';

describe('the command line', () => {
  it('names house, role, profile and lot', () => {
    const startup = parseStartup([
      'rostrum',
      '--house=https://house.example',
      '--role=clerk',
      '--user-data-dir=/p',
      'rostrum://evening/7',
    ]);
    expect(startup).toEqual({
      house: { origin: 'https://house.example', hostname: 'house.example', isLoopback: false },
      houseInvalid: null,
      role: 'clerk',
      profileFolder: '/p',
      link: { type: 'open-lot', sale: 'evening', lot: '7' },
      hasNoSandbox: false,
    });
  });
  it('tells a house that is none, and takes no role that is none', () => {
    const startup = parseStartup(['rostrum', '--house=http://evil.example', '--role=root']);
    expect(startup).toMatchObject({ house: null, houseInvalid: 'http://evil.example', role: null });
  });
});

describe('system words', () => {
  const resume: SystemWord = { type: 'resume' };
  const open: SystemWord = { type: 'open-lot', sale: 'a', lot: 'b' };
  it('wait until the page listens, in order, and again after a reload', () => {
    const sent: SystemWord[] = [];
    const words = openWords((word) => void sent.push(word));
    words.say(open);
    words.say(resume);
    expect(sent).toEqual([]);
    words.listen();
    expect(sent).toEqual([open, resume]);
    words.say(resume);
    expect(sent).toHaveLength(3);
    words.deafen();
    words.say(open);
    expect(sent).toHaveLength(3);
    words.listen();
    expect(sent).toHaveLength(4);
  });
});

describe('a page that dies', () => {
  it('is revived a few times a minute, no more, and again later', () => {
    const mayRevive = openRevival();
    for (let n = 0; n < REVIVALS_MAX; n += 1) expect(mayRevive(n)).toBe(true);
    expect(mayRevive(10)).toBe(false);
    expect(mayRevive(REVIVALS_WINDOW_MS + 10)).toBe(true);
  });
});

describe('item 16, the Electron it runs on', () => {
  it('warns of the vehicle and of every unsupported one', () => {
    expect(runtimeWarning('25.1.1')).toMatch(/never shipped/);
    expect(runtimeWarning('42.9.0')).not.toBeNull();
    expect(runtimeWarning('45.4.1')).toBeNull();
  });
});

describe('item 4, without the system’s sandbox', () => {
  it('only as root on Linux, and said', () => {
    expect(sandboxWord(true, 'linux', 0)).toMatchObject({ isRefused: false, word: expect.stringContaining('OFF') });
    expect(sandboxWord(true, 'linux', 1000).isRefused).toBe(true);
    expect(sandboxWord(true, 'win32', null).isRefused).toBe(true);
    expect(sandboxWord(false, 'linux', 1000).isRefused).toBe(false);
  });
});

describe('the log', () => {
  it('is rotated by size, a fixed number of files is kept, for the owner only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const log = openLog({ folder, bytesMax: 500, isQuiet: true });
    for (let n = 0; n < 200; n += 1) log.info(`line ${n} ${'x'.repeat(80)}`);
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['desk.1.log', 'desk.2.log', 'desk.3.log', 'desk.4.log', 'desk.log']);
    expect(files).toHaveLength(LOG_FILES_KEPT);
    for (const file of files) {
      const { size, mode } = statSync(join(folder, file));
      expect(size).toBeLessThan(800);
      expect(mode & 0o077).toBe(0);
    }
    rmSync(folder, { recursive: true });
  });
});
