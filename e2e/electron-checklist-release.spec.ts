/** Electron's security checklist, an item a test, on the packaged application: what main answers, and the release as it is made. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { oneDesk } from './electron-desk.ts';
import { drivenBinary, newProfile, readLog, releaseBinary, sandboxArgs } from './electron-shell.ts';

const desk = oneDesk();

test('16 which Electron it is, and a word where it is not one to ship', async () => {
  const version = await desk.shell.app.evaluate(() => process.versions.electron ?? '');
  test.info().annotations.push({ type: 'Electron', description: version });
  const warned = /test and demonstration vehicle/.test(readLog(desk.shell.profile));
  expect(warned).toBe(Number.parseInt(version, 10) < 43);
});

test('17 only the desk’s own main frame is answered', async () => {
  const preload = join(tmpdir(), `rostrum-raw-${process.pid}.js`);
  writeFileSync(
    preload,
    "const { contextBridge, ipcRenderer } = require('electron'); contextBridge.exposeInMainWorld('raw', { invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args) });",
  );
  const calls = await desk.shell.page.evaluate(() => Object.keys(window.rostrum).filter((name) => name !== 'onSystem'));
  const refused = await desk.shell.app.evaluate(
    async ({ BrowserWindow }, input) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload: input.preload, sandbox: true, contextIsolation: true },
      });
      await window.loadURL('app://rostrum/index.html');
      const script = `Promise.all(${JSON.stringify(input.calls)}.map((name) => raw.invoke('rostrum:' + name, 'x')))`;
      const answers: unknown[] = await window.webContents.executeJavaScript(script);
      window.destroy();
      return answers;
    },
    { preload, calls },
  );
  rmSync(preload);
  expect(refused).toHaveLength(calls.length);
  for (const answer of refused)
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('foreign-sender') });

  const framed = await desk.shell.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    await contents?.executeJavaScript(
      "const f = document.createElement('iframe'); f.srcdoc = '<p>in</p>'; f.id = 'inner'; document.body.append(f); new Promise((done) => { f.onload = () => done(1); })",
    );
    const frame = contents?.mainFrame.frames[0];
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown) => Promise<unknown>> })
      ._invokeHandlers;
    const answer = await handlers.get('rostrum:publicKey')?.({ sender: contents, senderFrame: frame });
    await contents?.executeJavaScript("document.getElementById('inner').remove()");
    return { hasFrame: frame !== undefined, answer };
  });
  expect(framed).toMatchObject({
    hasFrame: true,
    answer: { ok: false, error: expect.stringContaining('foreign-sender') },
  });

  const bad = await desk.shell.page.evaluate(() =>
    window.rostrum.sign({ length: 1 } as unknown as string).then(
      () => 'signed',
      (cause: Error) => cause.message,
    ),
  );
  expect(bad).toMatch(/^bad-argument: /);
});

test('19 fuses: as the table says, in the release itself', async () => {
  const [OFF, ON] = ['0'.charCodeAt(0), '1'.charCodeAt(0)];
  const wire = await getCurrentFuseWire(releaseBinary());
  expect({ ...wire }).toMatchObject({ 0: OFF, 1: ON, 2: OFF, 3: OFF, 5: ON, 6: OFF });
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const asNode = spawnSync(releaseBinary(), ['-e', 'console.log("node" + 1)'], {
    env,
    encoding: 'utf8',
    timeout: 10_000,
  });
  expect(asNode.stdout).not.toContain('node1');
  const [release, driven] = [readFileSync(releaseBinary()), readFileSync(drivenBinary())];
  expect(driven.length).toBe(release.length);
  const differing = execFileSync('sh', ['-c', `cmp -l "${releaseBinary()}" "${drivenBinary()}" | wc -l`], {
    encoding: 'utf8',
  });
  expect(Number(differing)).toBe(1);
});

test('19 the release shows the desk, and has no Node inspector', async () => {
  const profile = newProfile();
  const args = [
    ...sandboxArgs(),
    `--user-data-dir=${profile}`,
    `--house=${desk.house.origin}`,
    '--inspect=0',
    '--remote-debugging-port=0',
  ];
  const child = spawn(releaseBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    let said = '';
    const address = await new Promise<string>((resolve) => {
      child.stderr.on('data', (part: Buffer) => {
        said += part.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const list = `http://${new URL(address).host}/json`;
    const shown = async () => {
      const targets = (await (await fetch(list)).json()) as readonly { type: string; url: string; title: string }[];
      return targets.filter(({ type }) => type === 'page').map(({ url, title }) => `${url} ${title}`);
    };
    await expect.poll(shown).toEqual([expect.stringMatching(/^app:\/\/rostrum\/ .*Rostrum/)]);
    expect(said).not.toContain('Debugger listening');
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(profile, { recursive: true, force: true });
  }
});

test('20 the page is given these functions and nothing else', async () => {
  const given = await desk.shell.page.evaluate(() => {
    const leaks: string[] = [];
    for (const [name, value] of Object.entries(window.rostrum)) {
      if (typeof value !== 'function') leaks.push(name);
      for (const key of ['sender', 'on', 'invoke', 'ipcRenderer']) if (key in value) leaks.push(`${name}.${key}`);
    }
    return { names: Object.keys(window.rostrum), leaks, electron: 'ipcRenderer' in window || 'electron' in window };
  });
  expect(given).toEqual({
    names: [
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
      'onSystem',
    ],
    leaks: [],
    electron: false,
  });
});

test('20 a system word reaches the page as a word, without the event that carried it', async () => {
  await desk.shell.page.evaluate(() => {
    const heard: unknown[][] = [];
    Object.assign(window, { heard });
    window.rostrum.onSystem((...args: unknown[]) => void heard.push(args));
  });
  await desk.shell.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect
    .poll(() => desk.shell.page.evaluate(() => (window as unknown as { heard: unknown[][] }).heard))
    .toEqual([[{ type: 'resume' }]]);
});
