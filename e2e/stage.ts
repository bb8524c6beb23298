/** The stage of a browser spec: the product by its own start command, on free ports and in a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const READY = /^rostrum is ready at (\S+)/m;

export type Stage = {
  readonly address: string;
  /** Where the house keeps its data. */
  readonly folder: string;
  /** Ends the house as a power cut does to a process, and waits until the launcher has said so and ended. */
  killHouse(): Promise<void>;
  /** Starts it again on the same data. */
  restart(): Promise<void>;
  /** To its process alone: the bus goes on without it. */
  signalHouse(signal: NodeJS.Signals): void;
  killNats(signal: NodeJS.Signals): void;
  /** Its desks leave with it: one that stays looks for its house through all the specs that follow. */
  close(): Promise<void>;
};

/** Profiles of the desks that sat down at a stage. */
const profiles = new WeakMap<Stage, BrowserContext[]>();

export async function openStage(
  options: readonly string[] = ['--no-bots', '--no-auctioneer'],
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-stage-'));
  const port = await freeTriple();
  const address = `http://127.0.0.1:${port}`;
  let launcher = await launch(folder, port, options, env);
  const stage: Stage = {
    address,
    folder,
    async killHouse() {
      const ended = once(launcher, 'exit');
      process.kill(runningIn(folder).children.house ?? 0, 'SIGKILL');
      await ended;
    },
    async restart() {
      launcher = await launch(folder, port, options, env);
    },
    signalHouse(signal) {
      process.kill(runningIn(folder).children.house ?? 0, signal);
    },
    killNats(signal) {
      process.kill(Number(readFileSync(join(folder, 'nats', 'nats.pid'), 'utf8')), signal);
    },
    async close() {
      await Promise.all(profiles.get(stage)?.map((profile) => profile.close()) ?? []);
      if (launcher.exitCode === null) {
        const ended = once(launcher, 'exit');
        launcher.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** The page of a desk that will sit down at this stage, in a profile of its own. */
export async function newPage(browser: Browser, stage: Stage, options: BrowserContextOptions = {}): Promise<Page> {
  const profile = await browser.newContext(options);
  profiles.set(stage, [...(profiles.get(stage) ?? []), profile]);
  return await profile.newPage();
}

/** A desk in a browser profile of its own, signed in from the list that a demonstration offers. */
export async function sitDown(browser: Browser, stage: Stage, name: RegExp): Promise<Page> {
  const page = await newPage(browser, stage);
  await page.goto(stage.address);
  await signIn(page, name);
  return page;
}

export async function signIn(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Demonstration' }).getByRole('button', { name }).click();
  await expect(page.getByTitle('Connection in detail')).toContainText('Live');
}

/** Bids the price of the lot in focus. A price that changed a moment ago takes a second press, by design: pressed until the desk leads. */
export async function pressBid(desk: Page, price: string): Promise<void> {
  const button = desk.getByRole('button', { name: new RegExp(`(Bid|Changed: bid) ${price}`) });
  const lead = desk.getByRole('button', { name: /You lead/ });
  await expect(async () => {
    // A press that was answered late is not pressed again.
    if (!(await lead.isVisible())) await button.click({ timeout: 1000 });
    await expect(lead).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
}

/** Turns to a page of a desk. The label that is seen lies over the radio; while the desk settles a press may miss it. */
export async function turnTo(desk: Page, name: string): Promise<void> {
  const radio = desk.getByRole('radio', { name });
  await expect(async () => {
    if (!(await radio.isChecked())) await radio.click({ force: true, timeout: 1000 });
    await expect(radio).toBeChecked({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

/** Where nats-server listens for desks: a wire of a spec's own leads there. */
export function socketPort({ folder }: Stage): number {
  const conf = readFileSync(join(folder, 'nats', 'nats.conf'), 'utf8');
  return Number(/websocket \{\s+listen: "[^"]*:(\d+)"/.exec(conf)?.[1]);
}

function runningIn(folder: string): { readonly children: Readonly<Record<string, number>> } {
  return JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
}

async function launch(
  folder: string,
  port: number,
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['build/start.ts', '--headless', '--port', String(port), ...options], {
    cwd: root,
    env: { ...process.env, ...env, ROSTRUM_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (READY.test(said)) resolve();
      });
    child.once('exit', (status) => reject(new Error(`npm start ended with ${status}: ${said}`)));
  });
  return child;
}

/** Three free ports in a row, as `--port` takes them. */
async function freeTriple(): Promise<number> {
  for (;;) {
    const first = await freePort(0);
    if (first < 65_000 && (await freePort(first + 1)) > 0 && (await freePort(first + 2)) > 0) return first;
  }
}

function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
