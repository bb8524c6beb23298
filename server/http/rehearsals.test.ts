/** A rehearsal from a desk: played on a copy at the speed that was asked for, told as it goes, and no byte of a log is another. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RehearsalReport } from '../../protocol/rehearsal.ts';
import { type SetupRequest, setupCall } from '../../protocol/setup.ts';
import { SESSION_HEADERS } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

let stage: Stage;
let clerk: Desk;
let anna: Desk;
let other: Desk;
beforeAll(async () => {
  stage = await openStage({ port: 4553, sales: [smallSale('s1')] });
  await stage.addPerson('anna');
  await stage.addPerson('clerk', 'clerk', ['*']);
  await stage.addPerson('other', 'clerk', ['s9']);
  clerk = await stage.desk('clerk');
  anna = await stage.desk('anna');
  other = await stage.desk('other');
});
afterAll(() => stage?.close());

let at = Date.now();
async function ask(by: Desk, request: SetupRequest): Promise<{ readonly status: number; readonly value: unknown }> {
  at += 1;
  const proof = by.signed(at);
  const call = setupCall(request);
  const reply = await fetch(`${stage.house.url}${call.path}`, {
    method: call.method,
    headers: {
      'content-type': 'application/json',
      [SESSION_HEADERS.jwt]: proof.jwt,
      [SESSION_HEADERS.at]: String(proof.at),
      [SESSION_HEADERS.signature]: proof.signature,
    },
    ...(call.method === 'POST' ? { body: JSON.stringify(call.body) } : {}),
  });
  return { status: reply.status, value: await reply.json() };
}

async function begin(by: Desk, sale: string | object, speed: number): Promise<string> {
  const { status, value } = await ask(by, { ask: 'rehearse', rehearsal: { sale: sale as string, speed, seed: 3 } });
  expect(status).toBe(201);
  return (value as { id: string }).id;
}

async function report(by: Desk, id: string, until: (report: RehearsalReport) => boolean): Promise<RehearsalReport> {
  for (;;) {
    const { status, value } = await ask(by, { ask: 'rehearsal', id });
    expect(status).toBe(200);
    const now = value as RehearsalReport;
    if (until(now) || now.phase !== 'playing') return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Contents of every log, and which sales there are. */
function digest(): string {
  const hash = createHash('sha256');
  const root = join(stage.dir, 'sales');
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    // The sign of life is written every second, rehearsal or not.
    if (name.endsWith('alive')) continue;
    hash.update(`${name}\n`);
    if (statSync(join(root, name)).isFile()) hash.update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

it('plays a sale of the house to its end, and the log beside it is the same to the byte', async () => {
  const before = digest();
  const lastSeq = stage.house.rooms.get('s1')?.journal.lastSeq;
  const id = await begin(clerk, 's1', 50);
  const done = await report(clerk, id, () => false);
  expect(done).toMatchObject({ id, sale: 's1', lots: 2, speed: 50, seed: 3, phase: 'done', why: null });
  expect(done.summary.sold + done.summary.passed).toBe(2);
  expect(done.results.map(({ lot }) => lot)).toEqual([1, 2]);
  expect(done.results.reduce((sum, { hammerMinor }) => sum + (hammerMinor ?? 0), 0)).toBe(done.summary.hammerMinor);
  expect(done.rows.map(({ what }) => what)).toContain('opened');
  expect(digest()).toBe(before);
  expect(stage.house.rooms.get('s1')?.journal.lastSeq).toBe(lastSeq);
  expect([...stage.house.rooms.keys()]).toEqual(['s1']);
});

it('plays one that is only being set up, is seen on its way, and can be stopped', async () => {
  const before = digest();
  const id = await begin(clerk, smallSale('s2'), 5);
  const playing = await report(clerk, id, ({ rows }) => rows.length > 0);
  expect(playing).toMatchObject({ phase: 'playing', sale: 's2', speed: 5 });
  expect((await ask(clerk, { ask: 'stop-rehearsal', id })).value).toMatchObject({ phase: 'stopped' });
  expect(await report(clerk, id, () => true)).toMatchObject({ phase: 'stopped' });
  expect(digest()).toBe(before);
});

it('is for clerks of that sale, of a sale that is usable, at a speed that there is; nobody sees another’s', async () => {
  const rehearse = (by: Desk, sale: unknown, speed = 10) =>
    ask(by, { ask: 'rehearse', rehearsal: { sale: sale as string, speed } });
  expect((await rehearse(anna, 's1')).status).toBe(403);
  expect((await rehearse(other, 's1')).status).toBe(403);
  expect((await rehearse(clerk, 'nothing')).status).toBe(404);
  for (const speed of [0, 51]) expect((await rehearse(clerk, 's1', speed)).status).toBe(400);
  const wrong = await rehearse(clerk, { ...smallSale('s2'), currency: 'pounds' });
  expect(wrong).toMatchObject({ status: 400, value: { error: { message: expect.stringContaining('currency') } } });
  const id = await begin(clerk, 's1', 1);
  for (const by of [anna, other]) expect((await ask(by, { ask: 'rehearsal', id })).status).toBe(404);
  await ask(clerk, { ask: 'stop-rehearsal', id });
});
