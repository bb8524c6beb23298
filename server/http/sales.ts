/** `POST /v1/sales`: a clerk publishes a sale from his desk. Checked as an import is, and never over one that is there. */
import { checkSaleValue } from '../../protocol/catalogue.ts';
import { decodeJson } from '../../protocol/codec.ts';
import type { Sale } from '../../protocol/sale.ts';
import type { Published } from '../../protocol/setup.ts';
import type { Limits } from '../door/limits.ts';
import { worksOn } from '../identity/users.ts';
import type { Door } from './door.ts';
import { HttpFault, readBody, sendJson } from './reply.ts';
import type { Route } from './server.ts';

export type SalesInput = {
  readonly door: Door;
  readonly rooms: ReadonlyMap<string, unknown>;
  readonly addSale: (sale: Sale) => Promise<unknown>;
  readonly limits: Limits;
};

/** So many faults are told; the desk's own preview has shown them all. */
const FAULTS_TOLD_MAX = 5;

export function salesRoutes({ door, rooms, addSale, limits }: SalesInput): readonly Route[] {
  /** Being opened: a second sale of the same id must not find the place free. */
  const opening = new Set<string>();
  let isReading = false;
  return [
    {
      method: 'POST',
      path: '/v1/sales',
      async answer({ request, response }) {
        // Who it is comes first: nobody else has the house read so much.
        const { user } = door.session(request);
        if (user.role !== 'clerk' && user.role !== 'operator')
          throw new HttpFault(403, 'unauthorised', 'Only a clerk publishes a sale.');
        if (isReading) throw new HttpFault(503, 'overloaded', 'Another sale is being published; try again.', 1_000);
        isReading = true;
        try {
          const sale = readSale(await readBody(request, limits.saleBodyBytesMax), limits.saleBodyBytesMax);
          if (!worksOn(user, 'clerk', sale.saleId))
            throw new HttpFault(
              403,
              'unauthorised',
              `You do not work on a sale ${sale.saleId}; an operator gives it to you.`,
            );
          if (rooms.has(sale.saleId) || opening.has(sale.saleId))
            throw new HttpFault(409, 'sale-exists', `There is a sale ${sale.saleId} already; choose another id.`);
          opening.add(sale.saleId);
          try {
            await addSale(sale);
          } finally {
            opening.delete(sale.saleId);
          }
          sendJson(response, 201, { id: sale.saleId, lots: sale.lots.length } satisfies Published);
        } finally {
          isReading = false;
        }
      },
    },
  ];
}

function readSale(body: Uint8Array, bytesMax: number): Sale {
  const decoded = decodeJson(body, bytesMax);
  if (!decoded.ok) throw new HttpFault(400, 'malformed', `The sale is not usable: ${decoded.error}.`);
  return saleOfValue(decoded.value);
}

/** A value as a sale, checked as an import is; throws what is wrong with it. */
export function saleOfValue(value: unknown): Sale {
  const { sale, faults } = checkSaleValue(value);
  if (sale !== null) return sale;
  const told = faults.slice(0, FAULTS_TOLD_MAX).map(({ place, why }) => `${place}: ${why}`);
  const more = faults.length > told.length ? `; and ${faults.length - told.length} more` : '';
  throw new HttpFault(400, 'sale-unusable', `The sale is not usable: ${told.join('; ')}${more}.`);
}
