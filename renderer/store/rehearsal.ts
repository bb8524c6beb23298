/** A rehearsal at a clerk's desk: what is played, how fast, and what the house says of it while it goes on. Knows no view and no sale's log. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RehearsalBegun, RehearsalReport, RehearsalRequest } from '../../protocol/rehearsal.ts';
import type { Desk } from '../store.ts';
import { type DoorAsker, doorOf, doorSentence } from './door.ts';

export const LOOK_EVERY_MS = 500;
/** So many questions in a row without an answer: the house is gone, or has forgotten it. */
const SILENCES_MAX = 10;

export type RehearsalState = {
  readonly isAsking: boolean;
  readonly report: RehearsalReport | null;
  readonly error: string | null;
};

export type DeskRehearsal = {
  readonly store: StoreApi<RehearsalState>;
  readonly begin: (request: RehearsalRequest) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export function createRehearsal(ask: DoorAsker, later: (run: () => void, ms: number) => unknown): DeskRehearsal {
  const store = createStore<RehearsalState>()(() => ({ isAsking: false, report: null, error: null }));
  /** Only the newest one is looked at. */
  let turn = 0;

  const look = async (id: string, mine: number, silences: number): Promise<void> => {
    if (mine !== turn) return;
    try {
      const report = (await ask({ ask: 'rehearsal', id })) as RehearsalReport;
      if (mine !== turn) return;
      store.setState({ report, error: null, isAsking: false });
      if (report.phase === 'playing') later(() => void look(id, mine, 0), LOOK_EVERY_MS);
    } catch (cause) {
      if (mine !== turn) return;
      store.setState({ error: doorSentence(cause) });
      if (silences < SILENCES_MAX) later(() => void look(id, mine, silences + 1), LOOK_EVERY_MS);
      else store.setState({ isAsking: false, report: null });
    }
  };

  return {
    store,
    async begin(request) {
      turn += 1;
      const mine = turn;
      store.setState({ isAsking: true, report: null, error: null });
      try {
        const { id } = (await ask({ ask: 'rehearse', rehearsal: request })) as RehearsalBegun;
        await look(id, mine, 0);
      } catch (cause) {
        if (mine === turn) store.setState({ isAsking: false, error: doorSentence(cause) });
      }
    },
    async stop() {
      const { report } = store.getState();
      if (report === null) return;
      turn += 1;
      try {
        const stopped = (await ask({ ask: 'stop-rehearsal', id: report.id })) as RehearsalReport;
        store.setState({ report: stopped, error: null });
      } catch (cause) {
        store.setState({ error: doorSentence(cause) });
        void look(report.id, turn, 0);
      }
    },
  };
}

const rehearsals = new WeakMap<Desk, DeskRehearsal>();

/** The rehearsal of a desk: it is played on while another desk is looked at. */
export function rehearsalOf(desk: Desk): DeskRehearsal {
  const known = rehearsals.get(desk) ?? createRehearsal(doorOf(desk), (run, ms) => setTimeout(run, ms));
  rehearsals.set(desk, known);
  return known;
}
