/** What this desk remembers of itself: the house, the window's place, the sockets last named. Secrets do not belong here. */
import * as v from 'valibot';
import { type Document, openDocument } from './document.ts';
import { HOUSE_DEFAULT, parseHouse } from './house.ts';
import { placeSchema } from './place.ts';

const SERVERS_MAX = 16;
const ADDRESS_CHARS_MAX = 256;

export const settingsSchema = v.object({
  house: v.pipe(
    v.string(),
    v.check((text) => parseHouse(text) !== null, 'not an address of a house'),
  ),
  place: v.nullable(placeSchema),
  /** The NATS WebSocket addresses of the last login, for the diagnosis. */
  servers: v.pipe(v.array(v.pipe(v.string(), v.maxLength(ADDRESS_CHARS_MAX))), v.maxLength(SERVERS_MAX)),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const SETTINGS_EMPTY: Settings = { house: HOUSE_DEFAULT, place: null, servers: [] };

export function openSettings(path: string, warn: (sentence: string) => void): Document<Settings> {
  return openDocument({ path, schema: settingsSchema, empty: SETTINGS_EMPTY, migrations: [], warn });
}

/** Bid ids that were sent and not yet answered. */
export const PENDING_MAX = 256;
const ID_CHARS_MAX = 64;
export const pendingSchema = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(ID_CHARS_MAX))),
  v.maxLength(PENDING_MAX),
);
export type Pending = readonly string[];

export function openPending(path: string, warn: (sentence: string) => void): Document<Pending> {
  return openDocument<Pending>({ path, schema: pendingSchema, empty: [], migrations: [], warn });
}
