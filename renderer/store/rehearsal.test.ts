/** A rehearsal seen from a desk: followed to its end, stopped at a word, and only the newest one is looked at. */
import { expect, test } from 'vitest';
import type { RehearsalReport } from '../../protocol/rehearsal.ts';
import type { SetupRequest } from '../../protocol/setup.ts';
import { createRehearsal } from './rehearsal.ts';

const report = (id: string, phase: RehearsalReport['phase']) => ({ id, phase }) as RehearsalReport;

function desk(answer: (request: SetupRequest) => unknown) {
  const asked: SetupRequest[] = [];
  const due: (() => void)[] = [];
  const rehearsal = createRehearsal(
    async (request) => {
      asked.push(request);
      return answer(request);
    },
    (run) => due.push(run),
  );
  const pass = async () => {
    for (const run of due.splice(0)) run();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { rehearsal, asked, pass, due, state: rehearsal.store.getState };
}

test('is followed until it is done, and no longer', async () => {
  let phase: RehearsalReport['phase'] = 'playing';
  const { rehearsal, asked, pass, due, state } = desk(({ ask }) =>
    ask === 'rehearse' ? { id: 'r1' } : report('r1', phase),
  );
  await rehearsal.begin({ sale: 's1', speed: 50 });
  expect(asked).toEqual([
    { ask: 'rehearse', rehearsal: { sale: 's1', speed: 50 } },
    { ask: 'rehearsal', id: 'r1' },
  ]);
  phase = 'done';
  await pass();
  expect(state().report?.phase).toBe('done');
  expect(due).toHaveLength(0);
});

test('a refusal is its sentence, and a silence is asked again', async () => {
  let isSilent = false;
  const { rehearsal, pass, state } = desk(({ ask }) => {
    if (ask === 'rehearse' && isSilent) throw new Error('overloaded: Too many rehearsals are being played.');
    if (isSilent) throw new Error('door-unreachable: The house does not answer.');
    return ask === 'rehearse' ? { id: 'r1' } : report('r1', 'playing');
  });
  await rehearsal.begin({ sale: 's1', speed: 1 });
  isSilent = true;
  await pass();
  expect(state()).toMatchObject({ error: 'The house does not answer.', report: { id: 'r1' } });
  isSilent = false;
  await pass();
  expect(state()).toMatchObject({ error: null, report: { id: 'r1' } });
  isSilent = true;
  await rehearsal.begin({ sale: 's1', speed: 1 });
  expect(state()).toEqual({ isAsking: false, report: null, error: 'Too many rehearsals are being played.' });
});

test('a stopped one stays stopped, whatever an older question is answered', async () => {
  const { rehearsal, pass, state } = desk(({ ask }) =>
    ask === 'rehearse' ? { id: 'r1' } : report('r1', ask === 'stop-rehearsal' ? 'stopped' : 'playing'),
  );
  await rehearsal.begin({ sale: 's1', speed: 1 });
  await rehearsal.stop();
  await pass();
  expect(state().report?.phase).toBe('stopped');
});
