/** Starts the packaged desk for a spec, with a profile of its own and a small house that says what a test needs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { DeskBridge } from '../protocol/bridge.ts';

declare global {
  interface Window {
    readonly rostrum: DeskBridge;
  }
}

export type Shell = { readonly app: ElectronApplication; readonly page: Page; readonly profile: string };

export type ShellOptions = { readonly house: string; readonly profile?: string; readonly args?: readonly string[] };

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

export function releaseBinary(): string {
  return need('ROSTRUM_RELEASE_BINARY');
}

export function drivenBinary(): string {
  return need('ROSTRUM_DRIVEN_BINARY');
}

/** As root there is no sandbox of the system, and Electron wants to be told. */
export function sandboxArgs(): readonly string[] {
  return isRoot ? ['--no-sandbox'] : [];
}

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'rostrum-desk-'));
}

/** Of one attempt: the first start of a new package reads a few hundred megabytes from the disk. */
const START_MS_MAX = 20_000;

/** A driver that takes hold of a starting application can miss it; then it is started once more. What is under test comes after. */
export async function startShell(options: ShellOptions): Promise<Shell> {
  const profile = options.profile ?? newProfile();
  return await attempt({ ...options, profile }).catch((cause: unknown) => {
    process.stdout.write(`The desk is started once more: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    return attempt({ ...options, profile });
  });
}

async function attempt({ house, profile, args = [] }: ShellOptions & { readonly profile: string }): Promise<Shell> {
  const app = await _electron.launch({
    executablePath: drivenBinary(),
    args: [`--user-data-dir=${profile}`, `--house=${house}`, ...args],
    chromiumSandbox: !isRoot,
    timeout: START_MS_MAX,
  });
  try {
    const page = await app.firstWindow({ timeout: START_MS_MAX });
    await page.waitForLoadState('load', { timeout: START_MS_MAX });
    return { app, page, profile };
  } catch (cause) {
    app.process().kill('SIGKILL');
    throw cause;
  }
}

export async function stopShell(shell: Shell | undefined): Promise<void> {
  if (shell === undefined) return;
  const { app } = shell;
  // What a spec says of quitting it says itself; here the next one must be able to begin.
  const late = setTimeout(() => app.process().kill('SIGKILL'), START_MS_MAX);
  await app.close();
  clearTimeout(late);
  rmSync(shell.profile, { recursive: true, force: true });
}

export function readLog(profile: string): string {
  return readFileSync(join(profile, 'logs', 'desk.log'), 'utf8');
}

export type SmallHouse = {
  readonly origin: string;
  readonly asked: string[];
  close(): void;
};

/** No house: it answers a login, a picture and little else, and remembers what it was asked. */
export async function startSmallHouse(): Promise<SmallHouse> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const body = await textOf(request);
    const { port } = server.address() as AddressInfo;
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/healthz') json(200, { live: true });
    else if (request.url === '/v1/login') {
      const { user, password } = JSON.parse(body) as { user?: string; password?: string };
      const refusal = { error: { code: 'unauthorised', message: 'Unknown user or wrong password.' } };
      if (password !== 'right') return json(user === undefined ? 400 : 401, refusal);
      const person = { id: 'ann', role: 'bidder', name: 'Ann', paddle: '7' };
      json(200, { jwt: 'a.b.c', expiresAt: Date.now() + 60_000, servers: [`ws://127.0.0.1:${port}`], user: person });
    } else if (request.url === '/v1/sales/evening/images/lot.svg') {
      response.writeHead(200, { 'content-type': 'image/svg+xml', 'set-cookie': 'a=b' });
      response.end(
        '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"><script>document.title="ran"</script></svg>',
      );
    } else json(404, { error: { code: 'not-found', message: 'There is nothing at this address.' } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these specs with --config e2e/electron.config.ts`);
  return value;
}
