/** The same sale on a copy with simulated bidders: what is played and how fast, how far it is, and how every lot ended. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { RehearsalReport, RehearsalResult, RehearsalRow } from '../../../protocol/rehearsal.ts';
import { useDesk, useSale } from '../../select.ts';
import { rehearsalOf } from '../../store/rehearsal.ts';
import { saleToPublish } from '../../store/setup.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { Segments } from '../parts/segments.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './rehearsal.module.css';
import sheet from './table.module.css';
import { useSetupState } from './use-setup.ts';

const SPEEDS = [1, 5, 10, 20, 50].map((speed) => [String(speed), `${speed}×`] as const);
const EVENINGS_MAX = 9_999;
const PHASES: Readonly<Record<RehearsalReport['phase'], Mark>> = {
  playing: { shape: 'dashed', word: 'Playing', tint: 'accent' },
  done: { shape: 'disc', word: 'Played to the end', tint: 'good' },
  stopped: { shape: 'dash', word: 'Stopped', tint: 'quiet' },
  failed: { shape: 'cross', word: 'Failed', tint: 'bad' },
};

export function Rehearsal() {
  const { store } = rehearsalOf(useDesk());
  const report = useStore(store, (state) => state.report);
  const error = useStore(store, (state) => state.error);
  return (
    <div className={styles.rehearsal}>
      <Order isPlaying={report?.phase === 'playing'} />
      {error !== null && (
        <p role="alert" className={styles.bad}>
          {error}
        </p>
      )}
      {report !== null && <Report report={report} />}
    </div>
  );
}

/** What is to be played: the file that is being set up, once nothing in it is wrong, or the sale in the bar. */
function Order({ isPlaying }: { readonly isPlaying: boolean }) {
  const desk = useDesk();
  const rehearsal = rehearsalOf(desk);
  const isAsking = useStore(rehearsal.store, (state) => state.isAsking);
  const file = useSetupState(({ file: one }) => one?.name ?? null);
  const ready = useSetupState(({ catalogue }) => (catalogue?.sale ?? null) !== null);
  const saleId = useSale((state) => state.saleId);
  const title = useSale((state) => state.sale?.title ?? null);
  const setup = useSetupState((state) => state);
  const [speed, setSpeed] = useState('20');
  const [evening, setEvening] = useState(1);
  const [chosen, setChosen] = useState<'file' | 'sale' | null>(null);
  const options: (readonly ['file' | 'sale', string])[] = [];
  if (file !== null && ready) options.push(['file', `The file: ${setup.terms.title || file}`]);
  if (saleId !== null) options.push(['sale', `The sale in the bar: ${title ?? saleId}`]);
  const what = options.find(([one]) => one === chosen)?.[0] ?? options[0]?.[0] ?? null;
  const begin = () => {
    const sale = what === 'file' ? saleToPublish(setup) : saleId;
    if (sale !== null)
      void rehearsal.begin({
        sale: typeof sale === 'string' ? sale : { ...sale },
        speed: Number(speed),
        seed: evening,
      });
  };
  return (
    <>
      <p className={styles.sentence}>
        Simulated bidders and a simulated auctioneer, by the real rules, on a copy. No log, no bidder and no other desk
        hears of it.
      </p>
      {what !== null && <Select label="What is played" value={what} options={options} onChange={setChosen} />}
      {file !== null && !ready && (
        <p className={styles.sentence}>The file can be played when nothing in it is wrong.</p>
      )}
      <Field
        label="Evening"
        type="number"
        min={0}
        max={EVENINGS_MAX}
        value={evening}
        hint="The same number is the same evening; another one is another."
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isInteger(typed) && typed >= 0 && typed <= EVENINGS_MAX) setEvening(typed);
        }}
      />
      <div className={styles.order}>
        <Segments label="Speed" value={speed} options={SPEEDS} onChange={setSpeed} />
        {isPlaying ? (
          <Button onClick={() => void rehearsal.stop()}>Stop</Button>
        ) : (
          <Button look="primary" disabled={what === null || isAsking} onClick={begin}>
            {isAsking ? 'Asking the house…' : 'Rehearse'}
          </Button>
        )}
      </div>
    </>
  );
}

function Report({ report }: { readonly report: RehearsalReport }) {
  const { lots, results, rows, currency, phase, why } = report;
  const money = (minor: number) => amountWords(minor, currency);
  const last = rows.at(-1);
  return (
    <section className={styles.report} aria-label="How the rehearsal went">
      <p className={styles.state} role="status">
        <StateMark mark={PHASES[phase]} filled />
        <span>
          {report.title}, {report.speed}×, evening {report.seed}
        </span>
      </p>
      {why !== null && <p className={styles.bad}>{why}</p>}
      <progress className={styles.progress} max={lots} value={results.length} aria-label="Lots that have ended" />
      <p className={styles.sentence}>
        {results.length} of {lots} lots, {lengthWords(report.sinceMs)} of the sale
        {report.skippedMs > 0 && `, of which ${lengthWords(report.skippedMs)} were quiet and passed over`}
      </p>
      {phase === 'playing' && <p className={styles.now}>{last === undefined ? '\u00a0' : rowWords(last)}</p>}
      <Summary report={report} money={money} />
      {results.length > 0 && <Results results={results} money={money} />}
    </section>
  );
}

type Money = (minor: number) => string;

function Summary({ report: { summary }, money }: { readonly report: RehearsalReport; readonly money: Money }) {
  const { sold, passed, withdrawn, hammerMinor, premiumMinor, bids, refused, lotsAnHour } = summary;
  const refusals = Object.entries(refused);
  const facts: readonly (readonly [string, string])[] = [
    ['Sold', String(sold)],
    ['Passed', String(passed + withdrawn)],
    ['Hammer total', money(hammerMinor)],
    ['Premium', money(premiumMinor)],
    ['Bids', String(bids)],
    ['Refused', refusals.length === 0 ? '0' : String(refusals.reduce((sum, [, count]) => sum + count, 0))],
    ['Lots an hour', lotsAnHour === null ? '–' : String(Math.round(lotsAnHour))],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Results({ results, money }: { readonly results: readonly RehearsalResult[]; readonly money: Money }) {
  return (
    <table className={sheet.table} aria-label="How the lots ended">
      <thead>
        <tr>
          <th scope="col" className={sheet.end}>
            Lot
          </th>
          <th scope="col">Ended</th>
          <th scope="col" className={sheet.end}>
            Bids
          </th>
          <th scope="col" className={sheet.end}>
            Hammer
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map(({ lot, title, outcome, paddle, hammerMinor, bids }) => (
          <tr key={lot}>
            <th scope="row" className={sheet.end} title={title}>
              {lot}
            </th>
            <td>{outcome === 'sold' ? `Sold to paddle ${paddle}` : outcome === 'passed' ? 'Passed' : 'Withdrawn'}</td>
            <td className={sheet.end}>{bids}</td>
            <td className={sheet.end}>{hammerMinor === null ? '–' : money(hammerMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What happened last, as the house's table has it. */
function rowWords({ lot, what, paddle, amount }: RehearsalRow): string {
  return `Lot ${lot}: ${[what, paddle === '' ? '' : `paddle ${paddle}`, amount].filter((part) => part !== '').join(', ')}`;
}

/** `2 h 05 min`, `7 min 30 s`. */
function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  return minutes > 0 ? `${minutes} min ${String(seconds % 60).padStart(2, '0')} s` : `${seconds} s`;
}
