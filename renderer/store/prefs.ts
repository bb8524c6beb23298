/** What a person set for this desk: looks, sounds, keys, caution. Kept in the given storage; a broken or foreign value falls back alone. */
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';

export const TEXT_SCALES = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;
export const THEMES = ['system', 'dark', 'light', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

const PREFS_KEY = 'rostrum.prefs.v1';
/** Lots watched a sale. */
export const WATCH_MAX = 500;

const schema = v.object({
  theme: v.fallback(v.picklist(THEMES), 'dark'),
  textScale: v.fallback(v.picklist(TEXT_SCALES), 1),
  still: v.fallback(v.boolean(), false),
  volume: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
  muted: v.fallback(v.boolean(), false),
  notify: v.fallback(v.boolean(), true),
  /** A bid of at least this much is confirmed first; null: never. */
  confirmFromMinor: v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), null),
  /** How many lots ahead a watched lot is announced. */
  nearBy: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)), 3),
  /** Own key bindings by action; what is absent has its default. */
  keys: v.fallback(v.record(v.string(), v.string()), {}),
  watched: v.fallback(v.record(v.string(), v.pipe(v.array(v.string()), v.maxLength(WATCH_MAX))), {}),
});

export type Prefs = v.InferOutput<typeof schema>;
export type PrefsStore = StoreApi<Prefs>;
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function createPrefs(storage: Storage): PrefsStore {
  const store = createStore<Prefs>()(() => v.parse(schema, stored(storage)));
  store.subscribe((prefs) => {
    try {
      storage.setItem(PREFS_KEY, JSON.stringify(prefs));
    } catch {
      // A full or forbidden storage costs the memory of a setting, never the setting.
    }
  });
  return store;
}

function stored(storage: Storage): unknown {
  try {
    const value: unknown = JSON.parse(storage.getItem(PREFS_KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
