import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { steeredClock } from '../clock.ts';
import { createMetrics } from '../metrics.ts';
import { createRefusals } from './refusals.ts';

describe('a refusal of a bid', () => {
  const said: (readonly [string, string | Uint8Array])[] = [];
  const { refuseBid } = createRefusals({
    bus: { publish: (subject, message) => said.push([subject, message]) },
    clock: steeredClock(0),
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    patience: { refused: () => {} },
  });
  const last = () => {
    const [subject, message] = said.at(-1) ?? [];
    // Bytes would push out what is gathered for the others, one write a refusal.
    expect(message).toBeTypeOf('string');
    return { subject, reply: JSON.parse(String(message)) as unknown };
  };

  it('says when to try again, as text that leaves with what else is said', () => {
    refuseBid('rostrum.v1.inbox.anna.1', { id: 'a1', reason: 'rate-limited', why: 'too fast', retryMs: 334 }, 1_700);
    expect(last()).toEqual({
      subject: 'rostrum.v1.inbox.anna.1',
      reply: {
        ...{ id: 'a1', outcome: 'refused', reason: 'rate-limited' },
        ...{ receivedAt: 1_700, decidedAt: 1_700, retryMs: 334 },
      },
    });
  });

  it('names no time where there is none, and no id that could not be read', () => {
    refuseBid('r', { id: '', reason: 'malformed', why: 'not an object' }, 5);
    expect(last().reply).toEqual({ id: '', outcome: 'refused', reason: 'malformed', receivedAt: 5, decidedAt: 5 });
  });

  it('is said to nobody who awaits no answer', () => {
    const before = said.length;
    refuseBid('', { id: 'a1', reason: 'overloaded', why: '' }, 5);
    expect(said).toHaveLength(before);
  });
});
