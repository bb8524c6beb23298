/** `POST /v1/sales/<id>/images/<name>`: a clerk sends a picture that his sale names. What it is is seen by its bytes, never by what is said of it. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { PICTURE_BYTES_MAX, pictureFault, pictureKind, picturesNamed } from '../../protocol/picture.ts';
import { saleView } from '../core/sale.ts';
import { worksOn } from '../identity/users.ts';
import type { Room } from '../room.ts';
import { type Door, parse } from './door.ts';
import { HttpFault, readBody, sendJson } from './reply.ts';
import type { Route } from './server.ts';

export type PicturesInput = {
  readonly door: Door;
  readonly rooms: ReadonlyMap<string, Pick<Room, 'state' | 'id'>>;
  readonly saleDir: (sale: string) => string;
};

/** Base64 is four signs for three bytes; the rest of the request is a few words. */
const BODY_BYTES_MAX = Math.ceil(PICTURE_BYTES_MAX / 3) * 4 + 1024;
const PictureSchema = v.object({ base64: v.pipe(v.string(), v.maxLength(BODY_BYTES_MAX)) });

export function pictureRoutes({ door, rooms, saleDir }: PicturesInput): readonly Route[] {
  let isReading = false;
  return [
    {
      method: 'POST',
      path: '/v1/sales/:/images/:',
      async answer({ request, response, parts }) {
        const { user } = door.session(request);
        const room = rooms.get(parts[0] ?? '');
        const sale = room === undefined ? null : saleView(room.state).sale;
        if (sale === null) throw new HttpFault(404, 'unknown-sale', 'There is no such sale; see /v1/sales.');
        if (!worksOn(user, 'clerk', sale.saleId))
          throw new HttpFault(403, 'unauthorised', 'Only a clerk of the sale sends its pictures.');
        const name = decoded(parts[1] ?? '');
        if (!picturesNamed(sale).includes(name))
          throw new HttpFault(409, 'picture-unnamed', `No lot of ${sale.saleId} names a picture ${name.slice(0, 80)}.`);
        if (isReading) throw new HttpFault(503, 'overloaded', 'Another picture is being read; try again.', 1_000);
        isReading = true;
        try {
          const body = await readBody(request, BODY_BYTES_MAX);
          const bytes = Buffer.from(parse(PictureSchema, body, BODY_BYTES_MAX).base64, 'base64');
          const fault = pictureFault(name, bytes.length) ?? kindFault(name, bytes);
          if (fault !== null) throw new HttpFault(400, 'picture-unusable', fault);
          await put(join(saleDir(sale.saleId), 'images'), name, bytes);
          sendJson(response, 201, { name, bytes: bytes.length });
        } finally {
          isReading = false;
        }
      },
    },
  ];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Whole or not at all: whoever looks meanwhile sees the one before. */
async function put(dir: string, name: string, bytes: Buffer): Promise<void> {
  const draft = join(dir, `.${randomUUID()}`);
  try {
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, join(dir, name));
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}

function kindFault(name: string, bytes: Buffer): string | null {
  const said = pictureKind(name);
  return said !== null && isOf[said](bytes) ? null : `${name} is not the ${said} that its name says.`;
}

/** The first bytes of each kind. */
const isOf: Readonly<Record<NonNullable<ReturnType<typeof pictureKind>>, (bytes: Buffer) => boolean>> = {
  PNG: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  JPEG: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  WebP: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  AVIF: (bytes) => /^ftypavi[fs]$/.test(bytes.toString('latin1', 4, 12)),
};
