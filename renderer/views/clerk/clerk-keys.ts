/** The keys of the console: one for everything that a sale needs in a second. */
import { registerKeys } from '../../keys.ts';

registerKeys([
  { id: 'clerk.floor', words: 'Floor bid at the ask', key: 'Space', desk: 'clerk' },
  { id: 'clerk.open', words: 'Open the next lot', key: 'Enter', desk: 'clerk' },
  { id: 'clerk.warn', words: 'Fair warning', key: 'w', desk: 'clerk' },
  { id: 'clerk.hammer', words: 'Hammer: sold', key: 'h', desk: 'clerk' },
  { id: 'clerk.ask', words: 'Set the ask: jump or cut', key: 'a', desk: 'clerk' },
  { id: 'clerk.paddle', words: 'Floor bid with a paddle', key: 'f', desk: 'clerk' },
  { id: 'clerk.phone', words: 'Telephone: a new line', key: 'p', desk: 'clerk' },
  { id: 'clerk.book', words: 'Book bid: a maximum for a paddle', key: 'b', desk: 'clerk' },
  { id: 'clerk.pass', words: 'Pass the lot', key: 'x', desk: 'clerk' },
  { id: 'clerk.withdraw', words: 'Withdraw the lot', key: 'd', desk: 'clerk' },
  { id: 'clerk.reopen', words: 'Reopen the lot', key: 'o', desk: 'clerk' },
  { id: 'clerk.void', words: 'Void a bid', key: 'v', desk: 'clerk' },
  { id: 'clerk.hold', words: 'Hold the sale, or resume it', key: 'l', desk: 'clerk' },
  { id: 'clerk.message', words: 'Message to all desks', key: 't', desk: 'clerk' },
  { id: 'clerk.register', words: 'Register a paddle', key: 'r', desk: 'clerk' },
  { id: 'clerk.later', words: 'Choose a later lot', key: 'ArrowDown', desk: 'clerk' },
  { id: 'clerk.earlier', words: 'Choose an earlier lot', key: 'ArrowUp', desk: 'clerk' },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((line) => ({
    id: `clerk.line${line}`,
    words: `Telephone line ${line}: bid at the ask`,
    key: String(line),
    desk: 'clerk' as const,
  })),
]);
