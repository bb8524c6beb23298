/** `/v1/oidc`, `/v1/oidc/start` and `/v1/oidc/finish`: the second way in. Ends in the same session as a password. */
import * as v from 'valibot';
import type { OidcOffer } from '../../protocol/wire.ts';
import type { Limits } from '../door/limits.ts';
import { type Oidc, OidcFault } from '../identity/oidc.ts';
import { placeOf } from '../identity/sightings.ts';
import { isUserKey } from '../identity/signature.ts';
import type { Users } from '../identity/users.ts';
import { type Door, parse } from './door.ts';
import { HttpFault, readBody, sendJson } from './reply.ts';
import type { Route } from './server.ts';

const ADDRESS_LENGTH_MAX = 4_096;
const publicKey = v.pipe(
  v.string(),
  v.check((text) => isUserKey(text), 'not a public user nkey'),
);
const address = v.pipe(v.string(), v.maxLength(ADDRESS_LENGTH_MAX));
const StartSchema = v.object({ publicKey, redirectUri: address });
const FinishSchema = v.object({ publicKey, callbackUrl: address });

const STATUS: Readonly<Record<OidcFault['code'], number>> = {
  'oidc-redirect': 400,
  'oidc-unknown-state': 401,
  'oidc-refused': 401,
  'oidc-busy': 503,
  'oidc-unreachable': 502,
};

export type OidcRoutesInput = {
  /** Null: the house has no provider, and says so. */
  readonly oidc: Oidc | null;
  readonly door: Door;
  readonly users: Users;
  readonly limits: Limits;
};

export function oidcRoutes({ oidc, door, users, limits }: OidcRoutesInput): readonly Route[] {
  const said = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (cause) {
      if (cause instanceof OidcFault) throw new HttpFault(STATUS[cause.code], cause.code, cause.message);
      throw cause;
    }
  };
  const offer: Route = {
    method: 'GET',
    path: '/v1/oidc',
    answer: ({ response }) => sendJson(response, 200, { issuer: oidc?.issuer ?? null } satisfies OidcOffer),
  };
  if (oidc === null) return [offer];
  return [
    offer,
    {
      method: 'POST',
      path: '/v1/oidc/start',
      async answer({ request, response, address: from }) {
        door.admit(from, null);
        const body = parse(StartSchema, await readBody(request, limits.httpBodyBytesMax), limits.httpBodyBytesMax);
        sendJson(response, 200, {
          url: await said(
            oidc.start(body.publicKey, body.redirectUri, request.headers.host ?? '', placeOf(from) ?? from),
          ),
        });
      },
    },
    {
      method: 'POST',
      path: '/v1/oidc/finish',
      async answer({ request, response, address: from }) {
        door.admit(from, null);
        const body = parse(FinishSchema, await readBody(request, limits.httpBodyBytesMax), limits.httpBodyBytesMax);
        const { issuer, subject } = await said(oidc.finish(body.publicKey, body.callbackUrl));
        const user = users.findByOidc(issuer, subject);
        if (user === null || user.suspended)
          throw new HttpFault(401, 'unauthorised', 'The provider knows you, this house does not; ask the house.');
        sendJson(response, 200, await door.enter(user, body.publicKey, from));
      },
    },
  ];
}
