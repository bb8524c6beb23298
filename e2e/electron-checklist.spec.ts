/** Electron's security checklist, an item a test, on the packaged application. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import {
  drivenBinary,
  newProfile,
  readLog,
  releaseBinary,
  type Shell,
  type SmallHouse,
  sandboxArgs,
  startShell,
  startSmallHouse,
  stopShell,
} from './electron-shell.ts';

let house: SmallHouse;
let shell: Shell;
const requests: string[] = [];

test.beforeAll(async () => {
  house = await startSmallHouse();
  shell = await startShell({ house: house.origin });
  shell.page.on('request', (request) => requests.push(request.url()));
  shell.page.on('websocket', (socket) => requests.push(socket.url()));
});
test.afterAll(async () => {
  await stopShell(shell);
  house?.close();
});
test.beforeEach(async () => {
  if (!shell.page.url().startsWith('app://rostrum/')) throw new Error(`the desk is at ${shell.page.url()}`);
});

const preferences = () =>
  shell.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as typeof window.webContents & {
        getLastWebPreferences(): Electron.WebPreferences;
      };
      const {
        contextIsolation,
        sandbox,
        nodeIntegration,
        webSecurity,
        allowRunningInsecureContent,
        experimentalFeatures,
        enableBlinkFeatures,
        webviewTag,
      } = contents.getLastWebPreferences();
      return {
        contextIsolation,
        sandbox,
        nodeIntegration,
        webSecurity,
        allowRunningInsecureContent,
        experimentalFeatures,
        enableBlinkFeatures,
        webviewTag,
      };
    }),
  );
const windowCount = () => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('1 only secure content: nothing is loaded but from the desk, and main cancels what the page asks elsewhere', async () => {
  await shell.page.reload();
  await shell.page.waitForLoadState('load');
  expect(requests.length).toBeGreaterThan(2);
  expect(requests.filter((url) => !/^(app:\/\/rostrum\/|data:|blob:|ws:\/\/127\.0\.0\.1:)/.test(url))).toEqual([]);
  const cancelled = await shell.app.evaluate(async ({ session }, origin) => {
    const tries = ['http://192.0.2.1/', 'https://192.0.2.1/', `${origin}/healthz`].map((url) =>
      session.defaultSession.fetch(url).then(
        () => 'had',
        (cause: Error) => cause.message,
      ),
    );
    return Promise.all(tries);
  }, house.origin);
  expect(cancelled).toEqual(Array(3).fill('net::ERR_BLOCKED_BY_CLIENT'));
});

test('2 no Node in the page', async () => {
  const found = await shell.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
  expect((await preferences()).map(({ nodeIntegration }) => nodeIntegration)).toEqual([false]);
});

test('3 context isolation: the page cannot reach or change the world of the preload', async () => {
  expect((await preferences()).map(({ contextIsolation }) => contextIsolation)).toEqual([true]);
  const result = await shell.page.evaluate(async () => {
    const before = window.rostrum.publicKey;
    try {
      Object.assign(window.rostrum, { publicKey: () => 'forged' });
    } catch {
      // Frozen: that is what is wanted.
    }
    Object.assign(Array.prototype, { map: () => ['poisoned'] });
    return { same: window.rostrum.publicKey === before, key: await window.rostrum.publicKey() };
  });
  expect(result.same).toBe(true);
  expect(result.key).toMatch(/^U[A-Z2-7]{55}$/);
  await shell.page.reload();
});

test('4 sandbox: every window is sandboxed, and its absence as root is written down', async () => {
  expect((await preferences()).map(({ sandbox }) => sandbox)).toEqual([true]);
  expect(readLog(shell.profile)).toMatch(
    sandboxArgs().length > 0 ? /sandbox of the operating system is OFF/ : /sandbox of the operating system is on/,
  );
});

test('5 permissions: asked and checked, denied but for text to the clipboard', async () => {
  const answers = await shell.page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'had',
      (cause: Error) => cause.name,
    );
    return {
      geolocation: await state('geolocation'),
      camera: await state('camera'),
      notifications: await state('notifications'),
      media,
    };
  });
  expect(answers).toMatchObject({ geolocation: 'denied', camera: 'denied', notifications: 'denied' });
  expect(answers.media).toMatch(/NotAllowedError|NotFoundError/);
  await shell.page.evaluate(() => window.rostrum.copy('by the bridge'));
  expect(await shell.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('by the bridge');
});

test('6 web security: another origin cannot be read', async () => {
  expect((await preferences()).map(({ webSecurity }) => webSecurity)).toEqual([true]);
  const read = await shell.page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'read',
        (cause: Error) => cause.name,
      ),
    `${house.origin}/healthz`,
  );
  expect(read).toBe('TypeError');
});

test('7 content policy: inline script, eval and foreign sockets are blocked and reported', async () => {
  const policy = await shell.page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).not.toMatch(/unsafe-/);
  const broken = await shell.page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    // In a task of the page's own: what a driver evaluates may use eval, whatever the policy says.
    const evaluated = await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          new WebSocket('ws://192.0.2.1:1/');
        } catch {
          // Either way it is reported.
        }
        try {
          resolve(String(new Function('return "ran"')()));
        } catch {
          resolve('blocked');
        }
      });
    });
    while (seen.length < 3)
      await new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve, { once: true }));
    return { seen: seen.sort(), inlineRan: 'inlineRan' in window, evaluated };
  });
  expect(broken).toEqual({
    seen: ['connect-src', 'script-src', 'script-src-elem'],
    inlineRan: false,
    evaluated: 'blocked',
  });
});

test('8 no insecure content in a secure page', async () => {
  expect((await preferences()).map((known) => known.allowRunningInsecureContent)).toEqual([false]);
});

test('9 no experimental features', async () => {
  expect((await preferences()).map((known) => known.experimentalFeatures)).toEqual([false]);
});

test('10 no Blink features switched on', async () => {
  expect((await preferences()).map((known) => known.enableBlinkFeatures ?? '')).toEqual(['']);
});

test('11 no webview element', async () => {
  expect((await preferences()).map((known) => known.webviewTag)).toEqual([false]);
  expect(await shell.page.evaluate(() => 'getWebContentsId' in document.createElement('webview'))).toBe(false);
});

test('12 a webview is not attached even where the element exists', async () => {
  const attached = await shell.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } });
    const asked = new Promise<boolean>((resolve) => {
      window.webContents.on('will-attach-webview', (event) => setImmediate(() => resolve(event.defaultPrevented)));
    });
    await window.loadURL('app://rostrum/index.html');
    const script =
      "const v = document.createElement('webview'); v.src = 'https://example.com/'; document.body.append(v)";
    void window.webContents.executeJavaScript(script).catch(() => undefined);
    const prevented = await asked;
    const views = webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length;
    window.destroy();
    return { prevented, views };
  });
  expect(attached).toEqual({ prevented: true, views: 0 });
});

test('13 navigation: the page stays where it is', async () => {
  const before = shell.page.url();
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://other/',
    'app://rostrum/v1/sales/evening/images/lot.svg',
    'data:text/html,x',
  ]) {
    await shell.page.evaluate((url) => {
      location.href = url;
    }, target);
    await shell.page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    expect(shell.page.url()).toBe(before);
  }
  await expect.poll(() => readLog(shell.profile)).toMatch(/navigation denied: https:\/\/example\.com/);
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
    before,
  );
});

test('14 no new windows', async () => {
  expect(await shell.page.evaluate(() => window.open('https://example.com/'))).toBeNull();
  expect(await shell.page.evaluate(() => window.open('app://rostrum/'))).toBeNull();
  expect(await windowCount()).toBe(1);
});

test('15 only https goes to the system', async () => {
  await shell.app.evaluate(({ shell: system }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    system.openExternal = async (url: string) => void opened.push(url);
  });
  const open = (url: string) => shell.page.evaluate((address) => window.rostrum.openExternal(address), url);
  for (const bad of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'calculator:',
    'http://example.com/',
    'mailto:a@b.c',
  ])
    expect(await open(bad)).toBe(false);
  expect(await open('https://example.com/terms')).toBe(true);
  expect(await shell.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
    'https://example.com/terms',
  ]);
});

test('16 which Electron it is, and a word where it is not one to ship', async () => {
  const version = await shell.app.evaluate(() => process.versions.electron ?? '');
  test.info().annotations.push({ type: 'Electron', description: version });
  const warned = /test and demonstration vehicle/.test(readLog(shell.profile));
  expect(warned).toBe(Number.parseInt(version, 10) < 43);
});

test('17 only the desk’s own main frame is answered', async () => {
  const preload = join(tmpdir(), `rostrum-raw-${process.pid}.js`);
  writeFileSync(
    preload,
    "const { contextBridge, ipcRenderer } = require('electron'); contextBridge.exposeInMainWorld('raw', { invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args) });",
  );
  const calls = await shell.page.evaluate(() => Object.keys(window.rostrum).filter((name) => name !== 'onSystem'));
  const refused = await shell.app.evaluate(
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

  const framed = await shell.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
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

  const bad = await shell.page.evaluate(() =>
    window.rostrum.sign({ length: 1 } as unknown as string).then(
      () => 'signed',
      (cause: Error) => cause.message,
    ),
  );
  expect(bad).toMatch(/^bad-argument: /);
});

test('18 no file scheme, and the desk’s own does not leave its folder', async () => {
  expect(shell.page.url()).toMatch(/^app:\/\/rostrum\//);
  const statuses = await shell.app.evaluate(async ({ session }) => {
    const paths = [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '//etc/passwd',
      '/a%00.js',
      '/.git/config',
      '/main.cjs',
      '/../main.cjs',
      '/nothing.js',
    ];
    // Chromium itself takes no address with a NUL.
    const statusOf = async (path: string) => (await session.defaultSession.fetch(`app://rostrum${path}`)).status;
    return Promise.all(paths.map((path) => statusOf(path).catch((cause: Error) => cause.message)));
  });
  for (const status of statuses) expect([400, 404, 'Invalid URL']).toContain(status);
  expect(statuses.filter((status) => status === 400).length).toBeGreaterThan(1);
  const picture = await shell.page.evaluate(async () => {
    const answer = await fetch('/v1/sales/evening/images/lot.svg');
    const post = await fetch('/v1/sales/evening/images/lot.svg', { method: 'POST' });
    const login = await fetch('/v1/login');
    return {
      status: answer.status,
      policy: answer.headers.get('content-security-policy'),
      post: post.status,
      login: login.status,
    };
  });
  expect(picture).toEqual({
    status: 200,
    policy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    post: 405,
    login: 404,
  });
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
    `--house=${house.origin}`,
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
  const given = await shell.page.evaluate(() => {
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
  await shell.page.evaluate(() => {
    const heard: unknown[][] = [];
    Object.assign(window, { heard });
    window.rostrum.onSystem((...args: unknown[]) => void heard.push(args));
  });
  await shell.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect
    .poll(() => shell.page.evaluate(() => (window as unknown as { heard: unknown[][] }).heard))
    .toEqual([[{ type: 'resume' }]]);
});
