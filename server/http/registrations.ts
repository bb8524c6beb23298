/** `/v1/sales/<id>/registrations`: a bidder applies, a clerk of the sale decides, the log hears of it. */
import * as v from 'valibot';
import { isMinor } from '../../protocol/money.ts';
import { isToken } from '../../protocol/subjects.ts';
import { isPlainText } from '../../protocol/text.ts';
import type { Registration } from '../../protocol/wire.ts';
import { type Approval, ApprovalFault, type Approvals } from '../door/approvals.ts';
import type { Limits } from '../door/limits.ts';
import type { Registrations } from '../identity/registrations.ts';
import { type User, type Users, worksOn } from '../identity/users.ts';
import type { Room } from '../room.ts';
import { type Door, parse } from './door.ts';
import { HttpFault, readBody, sendJson } from './reply.ts';
import type { Route } from './server.ts';

const token = (what: string) =>
  v.pipe(
    v.string(),
    v.check((text) => isToken(text), `not a ${what}`),
  );
const DecisionSchema = v.object({
  bidder: token('bidder'),
  state: v.picklist(['approved', 'approved-limited', 'declined', 'suspended']),
  limitMinor: v.optional(
    v.nullable(
      v.pipe(
        v.number(),
        v.check((amount) => isMinor(amount), 'not an amount in minor units'),
      ),
    ),
  ),
  reason: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isPlainText(text), 'not one line of text'),
    ),
  ),
});

export type RegistrationInput = {
  readonly door: Door;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly registrations: Registrations;
  readonly approvals: Approvals;
  readonly users: Users;
  readonly limits: Limits;
};

export function registrationRoutes(input: RegistrationInput): readonly Route[] {
  const { door, rooms, registrations, approvals, users, limits } = input;

  const roomOf = (id: string | undefined): Room => {
    const room = rooms.get(id ?? '');
    if (room === undefined) throw new HttpFault(404, 'unknown-sale', 'There is no such sale; see /v1/sales.');
    return room;
  };

  async function apply(room: Room, user: User): Promise<Registration> {
    if (user.role !== 'bidder') throw new HttpFault(403, 'unauthorised', 'Only bidders apply for a sale.');
    const before = registrations.find(room.id, user.id);
    // Asking again changes nothing: a decision stands until a clerk changes it.
    if (before !== null) return before;
    const { id: bidder, paddle } = user;
    return registrations.put({ sale: room.id, bidder, state: 'applied', limitMinor: null, paddle, at: Date.now() });
  }

  async function decide(room: Room, decision: Approval): Promise<Registration> {
    try {
      return await approvals.decide(room, decision);
    } catch (cause) {
      if (!(cause instanceof ApprovalFault)) throw cause;
      throw new HttpFault(STATUS[cause.kind], cause.code, cause.message);
    }
  }

  const named = (one: Registration): Registration => ({ ...one, name: users.find(one.bidder)?.name ?? one.bidder });

  return [
    {
      method: 'POST',
      path: '/v1/sales/:/registrations',
      async answer({ request, response, parts }) {
        const room = roomOf(parts[0]);
        const { user } = door.session(request);
        request.resume();
        sendJson(response, 200, await apply(room, user));
      },
    },
    {
      method: 'GET',
      path: '/v1/sales/:/registrations',
      answer({ request, response, parts }) {
        const room = roomOf(parts[0]);
        const { user } = door.session(request);
        // A clerk sees everybody, a bidder himself.
        const all = registrations.list(room.id);
        const isClerk = worksOn(user, 'clerk', room.id);
        sendJson(response, 200, {
          registrations: isClerk ? all.map(named) : all.filter((one) => one.bidder === user.id),
        });
      },
    },
    {
      method: 'POST',
      path: '/v1/sales/:/registrations/decide',
      async answer({ request, response, parts }) {
        const room = roomOf(parts[0]);
        const body = await readBody(request, limits.httpBodyBytesMax);
        const { user } = door.session(request);
        if (!worksOn(user, 'clerk', room.id))
          throw new HttpFault(403, 'unauthorised', 'Only a clerk of the sale decides.');
        sendJson(response, 200, named(await decide(room, parse(DecisionSchema, body, limits.httpBodyBytesMax))));
      },
    },
  ];
}

const STATUS: Readonly<Record<ApprovalFault['kind'], number>> = {
  unknown: 404,
  malformed: 400,
  refused: 409,
  later: 503,
};
