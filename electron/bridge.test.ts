/** The contract between page and main: the table, the arguments, the sender, the crossing of errors. */
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DeskBridge } from '../protocol/bridge.ts';
import { argumentsOf, plainFileName } from './arguments.ts';
import { CALLS, type Call } from './channels.ts';
import { crossingOf, Fault } from './fault.ts';
import { isOurs } from './sender.ts';

describe('the table of calls', () => {
  it('is this list, and has a schema for each', () => {
    expect([...CALLS]).toEqual([
      'platform',
      'publicKey',
      'sign',
      'login',
      'renew',
      'logout',
      'provider',
      'setup',
      'notify',
      'save',
      'copy',
      'openExternal',
      'pending',
      'keepPending',
      'diagnose',
      'openLogFile',
      'openDroppedLog',
      'reviewFile',
    ]);
    expect(Object.keys(argumentsOf)).toEqual([...CALLS]);
  });

  it('has every function of the bridge, with the arguments that its type says', () => {
    expectTypeOf<(typeof CALLS)[number]>().toEqualTypeOf<Call>();
    type Checked = { [K in Call]: v.InferOutput<(typeof argumentsOf)[K]> extends Parameters<DeskBridge[K]> ? true : K };
    expectTypeOf<Checked[Call]>().toEqualTypeOf<true>();
  });
});

describe('item 17, arguments', () => {
  const isTaken = (call: Call, args: readonly unknown[]) => v.safeParse(argumentsOf[call], args).success;

  it.each<[Call, readonly unknown[]]>([
    ['platform', []],
    ['sign', ['nonce']],
    ['login', [{ user: 'ann', password: 'x' }]],
    ['renew', ['a.b-c_d.e']],
    ['provider', ['go']],
    ['provider', ['back']],
    ['setup', ['a.b', { ask: 'publish', sale: { saleId: 's1' } }]],
    ['setup', ['a.b', { ask: 'registrations', sale: 's1' }]],
    ['setup', ['a.b', { ask: 'apply', sale: 's1' }]],
    ['setup', ['a.b', { ask: 'rehearse', rehearsal: { sale: 's1', speed: 50 } }]],
    ['setup', ['a.b', { ask: 'rehearse', rehearsal: { sale: { saleId: 's1' }, speed: 1, seed: 7 } }]],
    ['setup', ['a.b', { ask: 'stop-rehearsal', id: 'a-b-c' }]],
    ['setup', ['a.b', { ask: 'picture', sale: 's1', name: 'a clock.jpg', base64: 'AAAA' }]],
    ['setup', ['a.b', { ask: 'decide', sale: 's1', decision: { bidder: 'anna', state: 'approved' } }]],
    ['notify', ['Outbid', '', 'evening', '7']],
    ['save', ['receipt.json', '{}']],
    ['keepPending', [['id-1']]],
    ['openLogFile', ['folder']],
    ['openDroppedLog', ['/home/ann/tuesday.jsonl']],
    ['reviewFile', [{ type: 'rows' }]],
  ])('%s takes %j', (call, args) => expect(isTaken(call, args)).toBe(true));

  it.each<[Call, readonly unknown[]]>([
    ['platform', ['more']],
    ['sign', []],
    ['sign', ['']],
    ['sign', ['x'.repeat(40_000)]],
    ['sign', [{ toString: 'x' }]],
    ['login', [{ user: 'ann', password: 'x', publicKey: 'U' }]],
    ['login', [{ user: '', password: 'x' }]],
    ['renew', ['a b']],
    ['logout', [null]],
    ['provider', []],
    ['provider', ['https://evil.example/']],
    ['setup', ['a.b', { ask: 'registrations', sale: '../login' }]],
    ['setup', ['a.b', { ask: 'apply', sale: '../login' }]],
    ['setup', ['a.b', { ask: 'apply', sale: 's1', bidder: 'anna' }]],
    ['setup', ['a.b', { ask: 'registrations', sale: 's1', path: '/v1/login' }]],
    ['setup', ['a.b', { ask: 'login', sale: 's1' }]],
    ['setup', ['a.b', { ask: 'rehearsal', id: '../sales' }]],
    ['setup', ['a.b', { ask: 'picture', sale: 's1', name: 'a.jpg', base64: 'no base64' }]],
    ['setup', ['a.b', { ask: 'picture', sale: 's1', name: 'a.jpg', base64: 'A'.repeat(6_000_000) }]],
    ['setup', ['a.b', { ask: 'rehearse', rehearsal: { sale: 's1', speed: 1, path: '/v1/login' } }]],
    ['setup', ['a.b', { ask: 'publish', sale: 'text' }]],
    ['setup', ['a.b', { ask: 'publish', sale: { title: 'x'.repeat(17_000_000) } }]],
    ['setup', ['a.b', { ask: 'decide', sale: 's1', decision: { reason: 'x'.repeat(5000) } }]],
    ['notify', ['t', 'b', 'a.b', 'lot']],
    ['notify', ['t', 'b', 'sale']],
    ['save', ['', 'x']],
    ['copy', [42]],
    ['openExternal', [['https://x']]],
    ['keepPending', [[1]]],
    ['keepPending', [Array(300).fill('id')]],
    ['openLogFile', ['/etc/passwd']],
    ['openDroppedLog', ['']],
    ['openDroppedLog', [{ path: '/etc/passwd' }]],
    ['reviewFile', ['text']],
    ['reviewFile', [{ big: 'x'.repeat(70_000) }]],
  ])('%s refuses %j', (call, args) => expect(isTaken(call, args)).toBe(false));
});

describe('item 17, the sender', () => {
  const page = { url: 'app://rostrum/', parent: null };
  it('is the main frame of the desk on the desk’s page', () => {
    expect(isOurs({ webContentsId: 1, frame: page }, 1)).toBe(true);
  });
  it.each([
    ['a frame in the page', { webContentsId: 1, frame: { ...page, parent: page } }],
    ['another window', { webContentsId: 2, frame: page }],
    ['a foreign page', { webContentsId: 1, frame: { ...page, url: 'https://example.com/' } }],
    [
      'a picture opened as a page',
      { webContentsId: 1, frame: { ...page, url: 'app://rostrum/v1/sales/a/images/b.svg' } },
    ],
    ['a srcdoc', { webContentsId: 1, frame: { ...page, url: 'about:srcdoc' } }],
    ['a frame that is gone', { webContentsId: 1, frame: null }],
  ])('is not %s', (_name, sender) => expect(isOurs(sender, 1)).toBe(false));
  it('is nobody while there is no window', () => expect(isOurs({ webContentsId: 1, frame: page }, null)).toBe(false));
});

describe('what crosses to the page', () => {
  it('is the code and the sentence of a fault, and nothing of any other error', () => {
    expect(crossingOf(new Fault('save-failed', 'No room.'))).toBe('save-failed: No room.');
    expect(crossingOf(new Error('/home/ann/secret'))).not.toMatch(/secret/);
  });
});

describe('file names', () => {
  it.each([
    ['receipt 7.json', 'receipt 7.json'],
    ['../../.ssh/authorized_keys', 'ssh-authorized_keys'],
    ['/etc/passwd', 'etc-passwd'],
    ['..', 'rostrum.txt'],
    ['a\0b', 'a-b'],
  ])('%j is offered as %s', (name, plain) => {
    expect(plainFileName(name)).toBe(plain);
    expect(plainFileName(name)).not.toMatch(/[\\/\0]|^\./);
  });
});
