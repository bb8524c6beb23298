import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjects } from '../../protocol/subjects.ts';
import type { Snapshot } from '../../protocol/wire.ts';
import { NATS_PAYLOAD_BYTES_MAX } from '../nats/conf.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const LOTS = 10_000;

describe(`the snapshot of a sale of ${LOTS} lots`, () => {
  let stage: Stage;
  const lots = Array.from({ length: LOTS }, (_, n) => ({
    ...liveLot(`l${n}`, n + 1),
    description: `A lot with words of its own, among them Größe and 大きさ, number ${n}. `.repeat(3),
    reserveMinor: 1_000 + n,
  }));
  beforeAll(async () => {
    stage = await openStage({ port: 4392, sales: [smallSale('big', lots), smallSale('small')] });
    await stage.addPerson('anna');
    await stage.addPerson('carl', 'clerk', ['big']);
    await stage.register('big', 'anna', 5_000_000);
  });
  afterAll(() => stage?.close());

  async function pagesOf(desk: Desk, sale: string) {
    const pages: Snapshot[] = [];
    const sizes: number[] = [];
    for (let from: number | undefined = 0; from !== undefined; ) {
      const { text } = await desk.line.request(subjects.snapshot(sale, desk.id), from === 0 ? {} : { from });
      const page: Snapshot = JSON.parse(text);
      pages.push(page);
      sizes.push(Buffer.byteLength(text));
      from = page.next;
    }
    return { pages, sizes };
  }

  it('comes in pages that the bus can carry, every lot once and in order', async () => {
    const anna = await stage.desk('anna');
    const { pages, sizes } = await pagesOf(anna, 'big');
    const whole: Snapshot = JSON.parse(stage.house.rooms.get('big')?.snapshots.forAudience().json ?? '');
    expect(whole.sale.lots).toHaveLength(LOTS);
    expect(pages.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(NATS_PAYLOAD_BYTES_MAX);
    expect(pages.flatMap(({ sale }) => sale.lots)).toEqual(whole.sale.lots);
    expect(pages.flatMap(({ ticks }) => ticks)).toEqual(whole.ticks);
    expect(pages.map(({ standing }) => standing?.limitMinor ?? null)).toEqual([
      5_000_000,
      ...pages.slice(1).map(() => null),
    ]);
    expect(pages.some(({ reserves }) => reserves !== undefined)).toBe(false);
    await anna.line.close();
  });

  it('tells a clerk the reserves of each page’s own lots', async () => {
    const carl = await stage.desk('carl');
    const { pages, sizes } = await pagesOf(carl, 'big');
    expect(Math.max(...sizes)).toBeLessThanOrEqual(NATS_PAYLOAD_BYTES_MAX);
    for (const { reserves, sale } of pages)
      expect(Object.keys(reserves ?? {})).toEqual(sale.lots.map(({ lotId }) => lotId));
    await carl.line.close();
  });

  it('is one answer for a small sale, and takes what is no place for the beginning', async () => {
    const anna = await stage.desk('anna');
    const { pages } = await pagesOf(anna, 'small');
    expect(pages).toHaveLength(1);
    for (const from of [-1, 1.5, '2', null]) {
      const { text } = await anna.line.request(subjects.snapshot('small', 'anna'), { from });
      expect((JSON.parse(text) as Snapshot).ticks).toHaveLength(2);
    }
    const { text } = await anna.line.request(subjects.snapshot('small', 'anna'), { from: 9e15 });
    expect(JSON.parse(text)).toMatchObject({ ticks: [], sale: { lots: [] } });
    await anna.line.close();
  });
});
