/** Whose desk is connected, as a clerk is told: over a real nats-server, with desks that leave in each of the ways there are. */

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { PresenceReply } from '../../protocol/wire.ts';
import { createConnections } from '../door/connections.ts';
import { openLines } from '../lines.ts';
import { openKeys } from '../nats/keys.ts';
import { startNats } from '../nats/start.ts';
import { findNats } from '../nats/version.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { natsServers, useNatsServer } from '../stage/servers.ts';
import { type Desk, openDesk, openStage, type Stage } from '../stage/stage.ts';

const PORT = 4470;
const SECOND = { tcp: 4473, webSocket: 4474 };
const ROUTES = [4475, 4476] as const;
const WIRE = 4477;
/** nats-server asks a silent connection twice, five seconds apart, before it gives it up. */
const SILENT_MS_MAX = 25_000;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ask = async (desk: Desk): Promise<PresenceReply> =>
  JSON.parse((await desk.line.request(subjects.snapshot('s1', desk.id), { presence: {} })).text) as PresenceReply;
const awayOf = async (clerk: Desk, bidder: string) => (await ask(clerk)).away.find(([id]) => id === bidder);
const hereOf = async (clerk: Desk) => [...(await ask(clerk)).here].sort();

async function opened(config: { readonly natsUrl?: string; readonly dir?: string } = {}): Promise<Stage> {
  const { dir, ...more } = config;
  const stage = await openStage({
    port: PORT,
    sales: [smallSale('s1', [liveLot('l1', 1)])],
    ...(dir === undefined ? {} : { dir }),
    config: more,
  });
  closers.push(() => (dir === undefined ? stage.close() : stage.house.stop()));
  for (const id of ['anna', 'ben']) {
    await stage.addPerson(id);
    await stage.register('s1', id);
  }
  await stage.addPerson('carl', 'clerk', ['s1']);
  return stage;
}

/** A wire to a port, that can go dead without a word to either end, or be torn. */
async function wireTo(port: number) {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far);
    far.pipe(near);
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
    }
  });
  await new Promise<void>((resolve) => server.listen(WIRE, '127.0.0.1', resolve));
  const tear = () => {
    for (const end of ends) end.resetAndDestroy();
  };
  closers.push(() => {
    tear();
    server.close();
  });
  return {
    tear,
    goDead() {
      for (const end of ends) end.unpipe().pause();
    },
  };
}

describe.each(natsServers())('with nats-server %s', (_version, path) => {
  useNatsServer(path);

  it('a clerk is told whose desk is there, and since when not; a bidder is told nothing of another', async () => {
    const stage = await opened();
    const carl = await stage.desk('carl');
    await carl.order('s1', { type: 'RegisterBidder', bidder: 'phone-Ito', paddle: 'Phone-1', limitMinor: null });
    expect(await ask(carl)).toEqual({
      known: true,
      here: [],
      away: [
        ['anna', null],
        ['ben', null],
      ],
    });
    const anna = await stage.desk('anna');
    const ben = await stage.desk('ben');
    await expect.poll(() => hereOf(carl)).toEqual(['anna', 'ben']);
    const reply = JSON.stringify(await ask(anna));
    expect(JSON.parse(reply)).toMatchObject({ standing: { bidder: 'anna' } });
    expect(reply).not.toContain('ben');
    // A second desk, or the next connection of a renewal: he is there while one of them is.
    const renewed = await openDesk('anna', anna.key, anna.login);
    await anna.line.close();
    const at = Date.now();
    await ben.line.close();
    await expect.poll(() => hereOf(carl)).toEqual(['anna']);
    const [, since] = (await awayOf(carl, 'ben')) ?? [];
    expect(since).toBeGreaterThanOrEqual(at - 1_000);
    expect(since).toBeLessThanOrEqual(Date.now() + 1_000);
    await renewed.line.close();
    await expect.poll(() => hereOf(carl)).toEqual([]);
    const back = await stage.desk('ben');
    await expect.poll(() => hereOf(carl)).toEqual(['ben']);
    for (const { line } of [back, carl]) await line.close();
  });

  it('who is suspended is away, and so is a socket that is torn, and one that goes dead half-way', async () => {
    const stage = await opened();
    const carl = await stage.desk('carl');
    const ben = await stage.desk('ben');
    await stage.house.suspend('ben', 'unpaid');
    await ben.line.closed;
    await expect.poll(() => awayOf(carl, 'ben')).toEqual(['ben', expect.any(Number)]);
    const wire = await wireTo(PORT + 2);
    const byWire = async () => {
      const anna = await stage.desk('anna');
      const far = await openDesk('anna', anna.key, { ...anna.login, servers: [`ws://127.0.0.1:${WIRE}`] });
      await anna.line.close();
      return far;
    };
    await byWire();
    await expect.poll(() => hereOf(carl)).toEqual(['anna']);
    wire.tear();
    await expect.poll(() => hereOf(carl)).toEqual([]);
    await byWire();
    await expect.poll(() => hereOf(carl)).toEqual(['anna']);
    wire.goDead();
    expect(await hereOf(carl)).toEqual(['anna']);
    await expect.poll(() => hereOf(carl), { timeout: SILENT_MS_MAX, interval: 500 }).toEqual([]);
    await carl.line.close();
  });

  it('nobody can tell while several servers count for themselves, from the moment on that another joins', async () => {
    const { dir, first, second } = await twoServers();
    const stage = await opened({ natsUrl: `nats://127.0.0.1:${PORT + 1}`, dir });
    const carl = await stage.desk('carl');
    expect(await ask(carl)).toMatchObject({ known: true });
    const kill = await second();
    await expect.poll(async () => (await ask(carl)).known).toBe(false);
    expect(await ask(carl)).toEqual({ known: false, here: [], away: [] });
    await carl.line.close();
    // A house that comes to two of them knows it from the first.
    await stage.house.stop();
    const again = await opened({ natsUrl: `nats://127.0.0.1:${PORT + 1}`, dir });
    const clerk = await again.desk('carl');
    expect(await ask(clerk)).toMatchObject({ known: false });
    await clerk.line.close();
    await kill();
    await first.stop();
  });

  it('nothing is known while the line to the server is down, and again when all are counted', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rostrum-presence-'));
    closers.push(() => rm(dir, { recursive: true, force: true }));
    const ports = { tcp: PORT + 1, webSocket: PORT + 2 };
    const nats = await startNats({ dir, ports });
    const connections = createConnections(9, () => {}, Date.now);
    const keys = await openKeys(dir);
    const lines = await openLines({ url: nats.url, keys, connections, arrived() {}, onStatus() {} });
    closers.push(() => lines.close());
    expect(connections.isKnown()).toBe(true);
    await nats.stop();
    await expect.poll(connections.isKnown).toBe(false);
    const next = await startNats({ dir, ports });
    closers.push(() => next.stop());
    await expect.poll(connections.isKnown, { timeout: 10_000 }).toBe(true);
  });

  it('who did not come back to a server that began anew is away since then', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'rostrum-presence-'));
    closers.push(() => rm(dir, { recursive: true, force: true }));
    const ports = { tcp: PORT + 1, webSocket: PORT + 2 };
    const nats = await startNats({ dir, ports });
    const stage = await opened({ natsUrl: nats.url, dir });
    const [anna, ben] = [await stage.desk('anna'), await stage.desk('ben')];
    await nats.stop();
    await Promise.all([anna.line.closed, ben.line.closed]);
    const next = await startNats({ dir, ports });
    closers.push(() => next.stop());
    await expect.poll(async () => (await fetch(`${stage.house.url}/readyz`)).status).toBe(200);
    const back = await stage.desk('anna');
    const carl = await stage.desk('carl');
    await expect.poll(() => hereOf(carl)).toEqual(['anna']);
    expect(await awayOf(carl, 'ben')).toEqual(['ben', expect.any(Number)]);
    for (const { line } of [back, carl]) await line.close();
  });
});

/** One that runs alone, and another that joins it by a route when it is started. */
async function twoServers() {
  const dir = await mkdtemp(join(tmpdir(), 'rostrum-presence-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  const alone = await startNats({ dir, ports: { tcp: PORT + 1, webSocket: PORT + 2 } });
  await alone.stop();
  const conf = await readFile(join(dir, 'nats', 'nats.conf'), 'utf8');
  const route = (own: number, other: number) =>
    `cluster { name: two, listen: "127.0.0.1:${own}", routes: ["nats://127.0.0.1:${other}"] }\n`;
  const { path } = await findNats();
  const start = async (name: string, text: string) => {
    const file = join(dir, `${name}.conf`);
    await mkdir(join(dir, name, 'jwt'), { recursive: true });
    await writeFile(file, text.replaceAll(join(dir, 'nats'), join(dir, name)).replace('rostrum', name));
    const child = spawn(path, ['-c', file], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    closers.push(stop);
    return { stop };
  };
  const first = await start('first', conf + route(...ROUTES));
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(PORT + 1, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
  await expect.poll(isOpen).toBe(true);
  return {
    dir,
    first,
    second: async () => {
      const text = conf.replace(`:${PORT + 1}`, `:${SECOND.tcp}`).replace(`:${PORT + 2}`, `:${SECOND.webSocket}`);
      return (await start('second', text + route(ROUTES[1], ROUTES[0]))).stop;
    },
  };
}
