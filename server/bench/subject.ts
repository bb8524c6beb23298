/** What a run is about: something that takes bids until it is killed, and can then be asked what it kept. The house, the echo, the peer. */
import type { Plan } from './load/plan.ts';
import type { WitnessReport } from './witness-report.ts';

export type Ended = {
  /** Acknowledged bids that are not in what was kept, or not as they were acknowledged. */
  readonly lost: number;
  readonly acknowledged: number;
  /** Syncs of the disk while it ran; 0 where nothing is kept. */
  readonly syncs: number;
  readonly witness: WitnessReport | null;
};

export type Running = {
  readonly target: Plan['target'];
  /** Kills it at once, as a crash would, and holds what it kept against what was acknowledged. */
  end(acksPath: string | null, idPrefix: string): Promise<Ended>;
};

export type Subject = { readonly name: 'echo' | 'house' | 'peer'; start(): Promise<Running> };
