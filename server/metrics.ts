/** The house's figures for Prometheus: what was decided, refused and said, and how long it took. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly decisions: Counter<'sale' | 'outcome'>;
  readonly refusals: Counter<'reason' | 'door'>;
  readonly cut: Counter<string>;
  readonly logins: Counter<'outcome'>;
  readonly decideSeconds: Histogram<string>;
  readonly batchSize: Histogram<string>;
  readonly inFlight: Gauge<string>;
  readonly busConnected: Gauge<string>;
  readonly lastSeq: Gauge<'sale'>;
  readonly feedReaders: Gauge<'sale'>;
  readonly journalFaults: Counter<string>;
  text(): Promise<string>;
};

/** Each house has a registry of its own, so that several can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    decisions: new Counter({
      name: 'rostrum_decisions_total',
      help: 'Decisions made durable, by sale and outcome',
      labelNames: ['sale', 'outcome'],
      registers,
    }),
    refusals: new Counter({
      name: 'rostrum_refusals_total',
      help: 'Turned away at the door, by reason and door',
      labelNames: ['reason', 'door'],
      registers,
    }),
    cut: new Counter({
      name: 'rostrum_cut_total',
      help: 'People whose connections were cut because they went on when told to wait or when denied, or had too many',
      registers,
    }),
    logins: new Counter({
      name: 'rostrum_logins_total',
      help: 'Logins by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    decideSeconds: new Histogram({
      name: 'rostrum_decide_seconds',
      help: 'From receipt to a durable decision handed to the bus',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    batchSize: new Histogram({
      name: 'rostrum_batch_size',
      help: 'Orders decided and made durable together',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
      registers,
    }),
    inFlight: new Gauge({ name: 'rostrum_in_flight', help: 'Orders taken in and not yet answered', registers }),
    busConnected: new Gauge({ name: 'rostrum_bus_connected', help: '1 while the bus is connected', registers }),
    lastSeq: new Gauge({ name: 'rostrum_last_seq', help: 'Last durable record', labelNames: ['sale'], registers }),
    feedReaders: new Gauge({
      name: 'rostrum_feed_readers',
      help: 'Readers of the feed',
      labelNames: ['sale'],
      registers,
    }),
    journalFaults: new Counter({
      name: 'rostrum_journal_faults_total',
      help: 'Appends or syncs that failed; the house ends at the first',
      registers,
    }),
    text: () => registry.metrics(),
  };
}
