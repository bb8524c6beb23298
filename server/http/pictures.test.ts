/** Pictures from a desk: only those that the sale names, of the kinds that carry no program, and no larger than is said. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PICTURE_BYTES_MAX } from '../../protocol/picture.ts';
import { setupCall } from '../../protocol/setup.ts';
import { SESSION_HEADERS } from '../../protocol/wire.ts';
import { liveLot, smallSale } from '../stage/sales.ts';
import { type Desk, openStage, type Stage } from '../stage/stage.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');

let stage: Stage;
let clerk: Desk;
let anna: Desk;
beforeAll(async () => {
  const lots = ['a clock.png', 'photos/b.JPG', '/own/c.png', 'd.svg', '../../e.png', 'f.webp'].map((image, i) => ({
    ...liveLot(`l${i}`, i + 1),
    image,
  }));
  stage = await openStage({ port: 4556, sales: [smallSale('s1', lots)] });
  await stage.addPerson('anna');
  await stage.addPerson('clerk', 'clerk', ['s1']);
  clerk = await stage.desk('clerk');
  anna = await stage.desk('anna');
});
afterAll(() => stage?.close());

let at = Date.now();
async function send(by: Desk, name: string, bytes: Buffer, sale = 's1'): Promise<readonly [number, string]> {
  at += 1;
  const proof = by.signed(at);
  const call = setupCall({ ask: 'picture', sale, name, base64: bytes.toString('base64') });
  const reply = await stage.post(call.path, call.method === 'POST' ? call.body : null, {
    [SESSION_HEADERS.jwt]: proof.jwt,
    [SESSION_HEADERS.at]: String(proof.at),
    [SESSION_HEADERS.signature]: proof.signature,
  });
  const value = (await reply.json()) as { readonly error?: { readonly message: string } };
  return [reply.status, value.error?.message ?? ''];
}
const kept = () => readdirSync(join(stage.dir, 'sales', 's1', 'images')).sort();

it('takes what the sale names, and serves it as it was; a second one takes its place', async () => {
  expect(await send(clerk, 'a clock.png', Buffer.concat([PNG, Buffer.from('first')]))).toEqual([201, '']);
  expect(await send(clerk, 'a clock.png', Buffer.concat([PNG, Buffer.from('second')]))).toEqual([201, '']);
  expect(await send(clerk, 'b.JPG', JPEG)).toEqual([201, '']);
  const shown = await fetch(`${stage.house.url}/v1/sales/s1/images/a%20clock.png`);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await shown.arrayBuffer()).toString('latin1')).toMatch(/second$/);
  expect(kept()).toEqual(['a clock.png', 'b.JPG']);
});

it('refuses with a sentence what is of another kind, too large, empty, or named by no lot', async () => {
  const before = kept();
  expect(await send(clerk, 'f.webp', PNG)).toEqual([400, 'f.webp is not the WebP that its name says.']);
  expect(await send(clerk, 'd.svg', Buffer.from('<svg/>'))).toEqual([400, 'd.svg is no PNG, JPEG, WebP or AVIF.']);
  const large = Buffer.concat([PNG, Buffer.alloc(PICTURE_BYTES_MAX)]);
  expect(await send(clerk, 'a clock.png', large)).toEqual([
    400,
    'a clock.png has 4.0 MiB; a picture has at most 4 MiB.',
  ]);
  expect((await send(clerk, 'a clock.png', Buffer.alloc(2 * PICTURE_BYTES_MAX)))[0]).toBe(413);
  expect(await send(clerk, 'a clock.png', Buffer.alloc(0))).toEqual([400, 'a clock.png is empty.']);
  for (const name of ['c.png', 'g.png', '../../e.png', '..']) expect((await send(clerk, name, PNG))[0]).not.toBe(201);
  expect(kept()).toEqual(before);
});

it('is for clerks of the sale', async () => {
  expect((await send(anna, 'a clock.png', PNG))[0]).toBe(403);
  expect((await send(clerk, 'a clock.png', PNG, 's2'))[0]).toBe(404);
  expect((await stage.post('/v1/sales/s1/images/a%20clock.png', { base64: 'AAAA' })).status).toBe(401);
});
