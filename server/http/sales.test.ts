/** Publishing a sale from a desk: who may, what is refused, and that it is a sale like any other afterwards. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_HEADERS } from '../../protocol/wire.ts';
import { smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

it('lists the sale that the house was started for before older ones that never ended: desks sit down in the first', async () => {
  const before = await openStage({ port: 4550, sales: [smallSale('a1'), smallSale('c1')] });
  const file = join(before.dir, 'b1.json');
  let after: Stage | null = null;
  try {
    await before.house.stop();
    await writeFile(file, JSON.stringify(smallSale('b1')));
    after = await openStage({ port: 4550, sales: [], dir: before.dir, config: { saleFiles: [file] } });
    const { sales } = (await (await fetch(`${after.house.url}/v1/sales`)).json()) as { sales: { id: string }[] };
    expect(sales.map(({ id }) => id)).toEqual(['b1', 'a1', 'c1']);
  } finally {
    await (after ?? before).close();
  }
});

describe('POST /v1/sales', () => {
  let stage: Stage;
  let desks: Readonly<Record<'anna' | 'clerk' | 'other' | 'operator' | 'reviewer', Desk>>;
  beforeAll(async () => {
    stage = await openStage({ port: 4550, sales: [smallSale('s1')], limits: { saleBodyBytesMax: 100_000 } });
    await stage.addPerson('anna');
    await stage.addPerson('clerk', 'clerk', ['*']);
    await stage.addPerson('other', 'clerk', ['s9']);
    await stage.addPerson('operator', 'operator', ['*']);
    await stage.addPerson('reviewer', 'reviewer', ['*']);
    const desk = (id: string) => stage.desk(id);
    desks = {
      anna: await desk('anna'),
      clerk: await desk('clerk'),
      other: await desk('other'),
      operator: await desk('operator'),
      reviewer: await desk('reviewer'),
    };
  });
  afterAll(() => stage?.close());

  /** A signature counts once: each call has a moment of its own. */
  let at = Date.now();
  const publish = (by: Desk, body: unknown) => {
    at += 1;
    const proof = by.signed(at);
    return stage.post('/v1/sales', body, {
      [SESSION_HEADERS.jwt]: proof.jwt,
      [SESSION_HEADERS.at]: String(proof.at),
      [SESSION_HEADERS.signature]: proof.signature,
    });
  };
  const listed = async () => {
    const { sales } = (await (await fetch(`${stage.house.url}/v1/sales`)).json()) as { sales: { id: string }[] };
    return sales.map(({ id }) => id);
  };

  it('is for clerks of that sale, and for nobody who is not proven', async () => {
    expect((await stage.post('/v1/sales', smallSale('s2'))).status).toBe(401);
    for (const by of [desks.anna, desks.reviewer, desks.other])
      expect((await publish(by, smallSale('s2'))).status).toBe(403);
    // Before anything of theirs is read: what is too large is not even found out.
    const huge = { ...smallSale('s2'), title: 'x'.repeat(110_000) };
    expect((await stage.post('/v1/sales', huge)).status).toBe(401);
    for (const by of [desks.anna, desks.reviewer]) expect((await publish(by, huge)).status).toBe(403);
    expect(await listed()).toEqual(['s1']);
  });

  it('makes a sale that is listed, taken seats in, and logged', async () => {
    const reply = await publish(desks.clerk, smallSale('s2'));
    expect([reply.status, await reply.json()]).toEqual([201, { id: 's2', lots: 2 }]);
    expect((await publish(desks.operator, smallSale('s3'))).status).toBe(201);
    expect((await publish(desks.other, smallSale('s9'))).status).toBe(201);
    expect(await listed()).toEqual(['s1', 's2', 's3', 's9']);
    expect((await desks.anna.snapshot('s2')).sale.lots).toHaveLength(2);
    expect((await desks.clerk.order('s2', { type: 'OpenLot', lot: 'l1' })).outcome).toBe('accepted');
  });

  it('never over one that is there, nor twice at once', async () => {
    expect((await publish(desks.clerk, smallSale('s1'))).status).toBe(409);
    const both = await Promise.all([publish(desks.clerk, smallSale('s4')), publish(desks.clerk, smallSale('s4'))]);
    const codes = both.map(({ status }) => status).sort();
    expect(codes[0]).toBe(201);
    expect([409, 503]).toContain(codes[1]);
    expect((await listed()).filter((id) => id === 's4')).toHaveLength(1);
  });

  it('names what is wrong, and reads no more than its limit', async () => {
    const wrong = await publish(desks.clerk, { ...smallSale('s5'), currency: 'pounds', reserveMinr: 1 });
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      { error: { code: 'sale-unusable', message: expect.stringContaining('currency: must be a currency') } },
    ]);
    expect((await publish(desks.clerk, '{')).status).toBe(400);
    expect((await publish(desks.clerk, { ...smallSale('s5'), title: 'x'.repeat(110_000) })).status).toBe(413);
    expect(await listed()).not.toContain('s5');
  });
});
