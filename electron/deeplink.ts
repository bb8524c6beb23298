/** Deep links `rostrum://sale/lot`: text to a typed action, by an allow-list. Pure. */
import { isToken } from '../protocol/subjects.ts';

export const LINK_SCHEME = 'rostrum';

export type LinkAction = { readonly type: 'open-lot'; readonly sale: string; readonly lot: string };

const LINK = /^rostrum:\/\/([^/]+)\/([^/]+)\/?$/;
const CHARS_MAX = 160;

/** `null` for anything but a sale and a lot, each a plain token. */
export function parseLink(text: string): LinkAction | null {
  if (text.length > CHARS_MAX) return null;
  const [, sale, lot] = LINK.exec(text) ?? [];
  return isToken(sale) && isToken(lot) ? { type: 'open-lot', sale, lot } : null;
}

/** The first deep link among a process's arguments. */
export function linkIn(argv: readonly string[]): LinkAction | null {
  for (const argument of argv) {
    const action = parseLink(argument);
    if (action !== null) return action;
  }
  return null;
}

export function linkOf(sale: string, lot: string): string {
  return `${LINK_SCHEME}://${sale}/${lot}`;
}
