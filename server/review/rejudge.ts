/** Has the rules decide a record's command again and compares with what its text says. Reads text, because most of it need not be parsed for that. */
import type { Command } from '../../protocol/command.ts';
import type { LogRecord } from '../../protocol/event.ts';
import { execute, type SaleState } from '../core/sale.ts';

const EVENTS = ',"events":';

/** What is wrong with the record of this text, or null. The state goes on either way. */
export function rejudge(state: SaleState, text: string, seq: number): string | null {
  const cut = text.indexOf(EVENTS);
  const head = headOf(text, cut) ?? (JSON.parse(text) as LogRecord);
  const got = execute(state, head.command);
  if (head.seq !== seq) return `record ${head.seq} stands where ${seq} is due`;
  const json = JSON.stringify(got);
  const end = cut + EVENTS.length + json.length;
  // The rest of the text is what the rules say, to the letter: it need not be read.
  if (cut >= 0 && end === text.length - 1 && text.startsWith(json, cut + EVENTS.length)) return null;
  const { events }: LogRecord = JSON.parse(text);
  return JSON.stringify(events) === json ? null : 'the rules decide otherwise';
}

/** What stands before the events, as they do in every text that the house writes; null when the cut was not there. */
function headOf(text: string, cut: number): { readonly seq: number; readonly command: Command } | null {
  if (cut < 0) return null;
  try {
    const head: Partial<LogRecord> = JSON.parse(`${text.slice(0, cut)}}`);
    return head.command === undefined || head.seq === undefined ? null : { seq: head.seq, command: head.command };
  } catch {
    // A command with events of its own.
    return null;
  }
}
