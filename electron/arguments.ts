/** The shape of every argument that the page may send: one row a channel, checked in main before anything is done. */
import * as v from 'valibot';
import { PICTURE_BYTES_MAX } from '../protocol/picture.ts';
import { PUBLISH_BYTES_MAX } from '../protocol/setup.ts';
import { isToken } from '../protocol/subjects.ts';
import type { RegistrationDecision } from '../protocol/wire.ts';
import type { Call } from './channels.ts';
import { pendingSchema } from './settings.ts';

export const SIGN_CHARS_MAX = 32_768;
export const SAVE_CHARS_MAX = 256 * 1024 * 1024;
export const COPY_CHARS_MAX = 4 * 1024 * 1024;
export const PATH_CHARS_MAX = 4096;
export const REVIEW_CHARS_MAX = 65_536;

const text = (charsMax: number, charsMin = 0) => v.pipe(v.string(), v.minLength(charsMin), v.maxLength(charsMax));
const token = v.custom<string>(isToken, 'not a token');
const jwt = v.pipe(text(16_384, 1), v.regex(/^[A-Za-z0-9_.-]+$/));
const reviewRequest = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((request) => JSON.stringify(request).length <= REVIEW_CHARS_MAX, 'too large'),
);

const DECISION_CHARS_MAX = 4096;
/** Base64 has four signs for three bytes. */
const PICTURE_CHARS_MAX = Math.ceil(PICTURE_BYTES_MAX / 3) * 4;
const ofSaleSize = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((sale) => JSON.stringify(sale).length <= PUBLISH_BYTES_MAX, 'too large'),
);
const setupRequest = v.variant('ask', [
  v.strictObject({
    ask: v.literal('publish'),
    sale: ofSaleSize,
  }),
  v.strictObject({
    ask: v.literal('picture'),
    sale: token,
    name: text(128, 1),
    base64: v.pipe(text(PICTURE_CHARS_MAX, 1), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
  }),
  v.strictObject({
    ask: v.literal('rehearse'),
    rehearsal: v.strictObject({
      sale: v.union([token, ofSaleSize]),
      speed: v.number(),
      seed: v.exactOptional(v.number()),
    }),
  }),
  v.strictObject({ ask: v.picklist(['rehearsal', 'stop-rehearsal']), id: token }),
  v.strictObject({ ask: v.picklist(['registrations', 'apply']), sale: token }),
  v.strictObject({
    ask: v.literal('decide'),
    sale: token,
    // The house checks its shape; here it is only kept small.
    decision: v.custom<RegistrationDecision>(
      (value) => typeof value === 'object' && value !== null && JSON.stringify(value).length <= DECISION_CHARS_MAX,
      'no decision',
    ),
  }),
]);

export const argumentsOf = {
  platform: v.strictTuple([]),
  publicKey: v.strictTuple([]),
  sign: v.strictTuple([text(SIGN_CHARS_MAX, 1)]),
  login: v.strictTuple([
    v.strictObject({ user: text(256, 1), password: text(1024, 1), newPassword: v.exactOptional(text(1024, 1)) }),
  ]),
  renew: v.strictTuple([jwt]),
  logout: v.strictTuple([jwt]),
  provider: v.strictTuple([v.picklist(['go', 'back'])]),
  setup: v.strictTuple([jwt, setupRequest]),
  notify: v.strictTuple([text(120, 1), text(500), token, token]),
  save: v.strictTuple([text(128, 1), text(SAVE_CHARS_MAX)]),
  copy: v.strictTuple([text(COPY_CHARS_MAX)]),
  openExternal: v.strictTuple([text(4096)]),
  pending: v.strictTuple([]),
  keepPending: v.strictTuple([pendingSchema]),
  diagnose: v.strictTuple([]),
  openLogFile: v.strictTuple([v.picklist(['file', 'folder'])]),
  openDroppedLog: v.strictTuple([text(PATH_CHARS_MAX, 1)]),
  reviewFile: v.strictTuple([reviewRequest]),
} as const satisfies Record<Call, v.GenericSchema>;

/** A file name without a folder in it, whatever the page said. */
export function plainFileName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ -]+/g, '-').replace(/^[.\s-]+/, '');
  return plain === '' ? 'rostrum.txt' : plain;
}
