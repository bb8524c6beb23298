/** What a bid that is refused unread calls itself: so that its sender can tell which of his bids the answer is to. Parses nothing. */
import { isToken } from '../../protocol/subjects.ts';

const KEY = Buffer.from('"id"');
const QUOTE = 0x22;
const COLON = 0x3a;
const SPACE = 0x20;
const LENGTH_MAX = 64;

/** The first `"id"` in the bytes, if it is a token; else empty. Whoever hides another before it misleads himself only. */
export function idUnread(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = text.indexOf(KEY);
  if (at < 0) return '';
  at += KEY.length;
  while (text[at] === SPACE || text[at] === COLON) at += 1;
  if (text[at] !== QUOTE) return '';
  const end = text.indexOf(QUOTE, at + 1);
  if (end < 0 || end - at - 1 > LENGTH_MAX) return '';
  const id = text.toString('latin1', at + 1, end);
  return isToken(id) ? id : '';
}
