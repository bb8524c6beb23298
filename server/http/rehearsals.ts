/** `/v1/rehearsals`: a clerk has a sale played on a copy, looks at it, and stops it. No sale of the house is touched. */
import * as v from 'valibot';
import { decodeJson } from '../../protocol/codec.ts';
import { REHEARSAL_SPEEDS, type RehearsalBegun, type RehearsalReport } from '../../protocol/rehearsal.ts';
import type { Sale } from '../../protocol/sale.ts';
import { saleView } from '../core/sale.ts';
import type { Limits } from '../door/limits.ts';
import { type User, worksOn } from '../identity/users.ts';
import type { Rehearsals } from '../rehearsal/rehearsals.ts';
import type { Room } from '../room.ts';
import type { Door } from './door.ts';
import { HttpFault, readBody, sendJson } from './reply.ts';
import { saleOfValue } from './sales.ts';
import type { Route } from './server.ts';

export type RehearsalsInput = {
  readonly door: Door;
  readonly rooms: ReadonlyMap<string, Pick<Room, 'state'>>;
  readonly rehearsals: Rehearsals;
  readonly limits: Limits;
};

const { least, most } = REHEARSAL_SPEEDS;
const BegunSchema = v.object({
  sale: v.union([v.string(), v.record(v.string(), v.unknown())]),
  speed: v.pipe(v.number(), v.minValue(least), v.maxValue(most)),
  seed: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 1),
});

export function rehearsalRoutes({ door, rooms, rehearsals, limits }: RehearsalsInput): readonly Route[] {
  function saleFor(user: User, wanted: string | Readonly<Record<string, unknown>>): Sale {
    const sale = typeof wanted === 'string' ? ofHouse(wanted) : saleOfValue(wanted);
    if (!worksOn(user, 'clerk', sale.saleId))
      throw new HttpFault(
        403,
        'unauthorised',
        `You do not work on a sale ${sale.saleId}; an operator gives it to you.`,
      );
    return sale;
  }

  function ofHouse(id: string): Sale {
    const room = rooms.get(id);
    const sale = room === undefined ? null : saleView(room.state).sale;
    if (sale === null) throw new HttpFault(404, 'unknown-sale', 'There is no such sale; see /v1/sales.');
    return sale;
  }

  return [
    {
      method: 'POST',
      path: '/v1/rehearsals',
      async answer({ request, response }) {
        const { user } = door.session(request);
        if (user.role !== 'clerk' && user.role !== 'operator')
          throw new HttpFault(403, 'unauthorised', 'Only a clerk rehearses a sale.');
        const asked = parsed(await readBody(request, limits.saleBodyBytesMax), limits.saleBodyBytesMax);
        const { speed, seed } = asked;
        const id = rehearsals.begin(user.id, { sale: saleFor(user, asked.sale), speed, seed });
        if (id === null)
          throw new HttpFault(503, 'overloaded', 'Too many rehearsals are being played; try again in a while.', 5_000);
        sendJson(response, 201, { id } satisfies RehearsalBegun);
      },
    },
    {
      method: 'GET',
      path: '/v1/rehearsals/:',
      answer({ request, response, parts }) {
        const { user } = door.session(request);
        sendJson(response, 200, found(rehearsals.report(user.id, parts[0] ?? '')));
      },
    },
    {
      method: 'POST',
      path: '/v1/rehearsals/:/stop',
      answer({ request, response, parts }) {
        const { user } = door.session(request);
        request.resume();
        sendJson(response, 200, found(rehearsals.stop(user.id, parts[0] ?? '')));
      },
    },
  ];
}

function parsed(body: Uint8Array, bytesMax: number): v.InferOutput<typeof BegunSchema> {
  const decoded = decodeJson(body, bytesMax);
  const asked = v.safeParse(BegunSchema, decoded.ok ? decoded.value : null);
  if (asked.success) return asked.output;
  throw new HttpFault(
    400,
    'malformed',
    `A rehearsal has a sale, or the id of one, and a speed of ${least} to ${most}.`,
  );
}

function found(report: RehearsalReport | null): RehearsalReport {
  if (report !== null) return report;
  throw new HttpFault(404, 'unknown-rehearsal', 'There is no such rehearsal; one that nobody looks at ends by itself.');
}
