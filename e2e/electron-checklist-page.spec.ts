/** Electron's security checklist, an item a test, on the packaged application: what the page is, may and may not load. */
import { expect, test } from '@playwright/test';
import { oneDesk } from './electron-desk.ts';
import { readLog, sandboxArgs } from './electron-shell.ts';

const desk = oneDesk();

const preferences = () =>
  desk.shell.app.evaluate(({ BrowserWindow }) =>
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

test('1 only secure content: nothing is loaded but from the desk, and main cancels what the page asks elsewhere', async () => {
  await desk.shell.page.reload();
  await desk.shell.page.waitForLoadState('load');
  expect(desk.requests.length).toBeGreaterThan(2);
  expect(desk.requests.filter((url) => !/^(app:\/\/rostrum\/|data:|blob:|ws:\/\/127\.0\.0\.1:)/.test(url))).toEqual([]);
  const cancelled = await desk.shell.app.evaluate(async ({ session }, origin) => {
    const tries = ['http://192.0.2.1/', 'https://192.0.2.1/', `${origin}/healthz`].map((url) =>
      session.defaultSession.fetch(url).then(
        () => 'had',
        (cause: Error) => cause.message,
      ),
    );
    return Promise.all(tries);
  }, desk.house.origin);
  expect(cancelled).toEqual(Array(3).fill('net::ERR_BLOCKED_BY_CLIENT'));
});

test('2 no Node in the page', async () => {
  const found = await desk.shell.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
  expect((await preferences()).map(({ nodeIntegration }) => nodeIntegration)).toEqual([false]);
});

test('3 context isolation: the page cannot reach or change the world of the preload', async () => {
  expect((await preferences()).map(({ contextIsolation }) => contextIsolation)).toEqual([true]);
  const result = await desk.shell.page.evaluate(async () => {
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
  await desk.shell.page.reload();
});

test('4 sandbox: every window is sandboxed, and its absence as root is written down', async () => {
  expect((await preferences()).map(({ sandbox }) => sandbox)).toEqual([true]);
  expect(readLog(desk.shell.profile)).toMatch(
    sandboxArgs().length > 0 ? /sandbox of the operating system is OFF/ : /sandbox of the operating system is on/,
  );
});

test('5 permissions: asked and checked, denied but for text to the clipboard', async () => {
  const answers = await desk.shell.page.evaluate(async () => {
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
  await desk.shell.page.evaluate(() => window.rostrum.copy('by the bridge'));
  expect(await desk.shell.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('by the bridge');
});

test('6 web security: another origin cannot be read', async () => {
  expect((await preferences()).map(({ webSecurity }) => webSecurity)).toEqual([true]);
  const read = await desk.shell.page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'read',
        (cause: Error) => cause.name,
      ),
    `${desk.house.origin}/healthz`,
  );
  expect(read).toBe('TypeError');
});

test('7 content policy: inline script, eval and foreign sockets are blocked and reported', async () => {
  const policy = await desk.shell.page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).not.toMatch(/unsafe-/);
  const broken = await desk.shell.page.evaluate(async () => {
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
  expect(await desk.shell.page.evaluate(() => 'getWebContentsId' in document.createElement('webview'))).toBe(false);
});

test('18 no file scheme, and the desk’s own does not leave its folder', async () => {
  expect(desk.shell.page.url()).toMatch(/^app:\/\/rostrum\//);
  const statuses = await desk.shell.app.evaluate(async ({ session }) => {
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
  const picture = await desk.shell.page.evaluate(async () => {
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
