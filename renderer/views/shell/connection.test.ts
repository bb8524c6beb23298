/** What the bar says of the clock: being measured is no fault, and no offset has no sign. */
import { expect, test } from 'vitest';
import { unknownClock } from '../../clock.ts';
import { noPulse } from '../../store/link.ts';
import { clockWords } from './connection.tsx';

const live = { state: 'live' } as const;
const measured = (wallOffByMs: number) => ({
  connection: live,
  pulse: { ...noPulse, wallOffByMs, clock: { ...unknownClock, errorMs: 0.8 } },
});

test('right after signing in the clock is being checked; without a house it is unknown', () => {
  expect(clockWords({ connection: live, pulse: noPulse })).toBe('checking…');
  expect(clockWords({ connection: { state: 'connecting', isShut: false }, pulse: noPulse })).toBe('checking…');
  expect(clockWords({ connection: { state: 'offline', why: 'signed-out' }, pulse: noPulse })).toBe('unknown');
});

test('the offset has its sign and its error; what rounds to nothing has none', () => {
  expect(clockWords(measured(-12.4))).toBe('−12 ms ± 0.8 ms');
  expect(clockWords(measured(1.26))).toBe('+1.3 ms ± 0.8 ms');
  expect(clockWords(measured(-0.04))).toBe('0.0 ms ± 0.8 ms');
});
