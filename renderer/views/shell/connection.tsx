/** The connection, always in sight: one quiet word when all is well, a whole bar when it is not, and the figures on demand. */
import { useState } from 'react';
import { useDesk, useHouseMs, useLink, useWhyNoBids } from '../../select.ts';
import { type LinkState, whyNoBids } from '../../store/link.ts';
import { Button } from '../parts/button.tsx';
import { Chart } from '../parts/chart.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './connection.module.css';

export function connectionMark({ connection, pulse }: Pick<LinkState, 'connection' | 'pulse'>): Mark {
  switch (connection.state) {
    case 'live':
      return { shape: 'disc', word: 'Live', tint: 'good' };
    case 'degraded':
      return { shape: 'diamond', word: `No word for ${seconds(pulse.silentMs)}`, tint: 'warn' };
    case 'stale':
      if (connection.why === 'silence') return { shape: 'dashed', word: 'No answer', tint: 'bad' };
      if (connection.why === 'unreadable') return { shape: 'cross', word: 'Not readable', tint: 'bad' };
      return { shape: 'dashed', word: 'Catching up', tint: 'warn' };
    case 'connecting':
      return { shape: 'dashed', word: 'Connecting', tint: 'warn' };
    case 'reconnecting':
      return { shape: 'dashed', word: `Reconnecting, attempt ${Math.max(1, connection.attempt)}`, tint: 'bad' };
    case 'offline':
      return { shape: 'cross', word: 'Offline', tint: 'bad' };
  }
}

export function ConnectionWord({ onOpen }: { readonly onOpen: () => void }) {
  const connection = useLink((state) => state.connection);
  const pulse = useLink((state) => state.pulse);
  return (
    <Button look="quiet" size="small" onClick={onOpen} title="Connection in detail">
      <StateMark mark={connectionMark({ connection, pulse })} />
      <span className={styles.figures} data-heard={connection.state === 'live'}>
        <Figure name="p50" value={ms(pulse.p50Ms)} />
        <Figure name="p95" value={ms(pulse.p95Ms)} />
        <Figure name="clock" value={clockWords({ connection, pulse })} />
        <Figure name="last word" value={seconds(pulse.silentMs)} />
      </span>
    </Button>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span className={styles.figure}>
      <span className={styles.name}>{name}</span> <span className={styles.value}>{value}</span>
    </span>
  );
}

/** Nothing when bids can be made; else one sentence on why they cannot, over the sale's name: the desk below stays where it is. */
export function TroubleBar() {
  const own = useWhyNoBids();
  const quiet = useLink((link) => whyNoBids(link.connection));
  const isBystander = useLink(({ session }) => session.phase === 'in' && session.pass.user.role !== 'bidder');
  // A reviewer or a clerk bids nowhere himself: only what is wrong with the connection is wrong for him.
  const why = isBystander ? quiet : own;
  const isBad = useLink((link) => connectionMark(link).tint === 'bad');
  if (why === null) return <Recovered />;
  return (
    <div className={styles.trouble} data-bad={isBad} role="status">
      <StateMark mark={{ shape: 'diamond', word: why, tint: isBad ? 'bad' : 'warn' }} />
    </div>
  );
}

/** Said until it was seen: what stood on the screen before may have been missed. */
function Recovered() {
  const desk = useDesk();
  const from = useLink(({ recovered }) => recovered);
  if (from === null) return null;
  const word = `The desk ${from === 'crash' ? 'crashed' : 'did not answer'} and was loaded again. No bid was sent twice; what was under way is being asked for.`;
  return (
    <div className={styles.trouble} role="status">
      <StateMark mark={{ shape: 'diamond', word, tint: 'warn' }} />
      <Button look="quiet" size="small" onClick={() => desk.link.setState({ recovered: null })}>
        Seen
      </Button>
    </div>
  );
}

export function ConnectionDetail({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const link = useLink((state) => state);
  const house = useHouseMs(1000);
  const [report, setReport] = useState<string | null>(null);
  const diagnose = async () => {
    setReport('Looking…');
    setReport(await desk.bridge.diagnose().catch((cause: unknown) => `The diagnosis failed: ${String(cause)}`));
  };
  const { pulse, roundTrips, platform } = link;
  const mark = connectionMark(link);
  return (
    <Dialog title="Connection" onClose={onClose} wide>
      <div className={styles.detail}>
        <dl className={styles.facts}>
          <Fact name="State" value={mark.word} />
          <Fact name="House" value={platform?.house ?? 'unknown'} />
          <Fact name="Round trip, median" value={ms(pulse.p50Ms)} />
          <Fact name="Round trip, 95 %" value={ms(pulse.p95Ms)} />
          <Fact name="Last word from the house" value={`${seconds(pulse.silentMs)} ago`} />
          <Fact name="House's time" value={house === null ? clockWords(link) : timeWords(house)} />
          <Fact name="This computer's clock" value={clockWords(link)} />
          <Fact
            name="Key of this desk"
            value={platform?.keyIsSealed === true ? 'sealed by the system' : 'for this session only'}
          />
        </dl>
        <div className={styles.chart}>
          <Chart
            label="Round trips of the last two minutes"
            xs={roundTrips.map((_, index) => index - roundTrips.length + 1)}
            series={[{ label: 'Round trip', values: roundTrips, token: '--accent', shape: 'line' }]}
            xIsCount
            xWords={(x) => `${x} s`}
            yWords={(y) => `${y < 10 ? y.toFixed(1) : Math.round(y)} ms`}
            empty="No round trip yet."
            table={{
              head: ['Seconds ago', 'Round trip'],
              end: [0, 1],
              rows: () => roundTrips.map((trip, index) => [String(roundTrips.length - 1 - index), ms(trip)]).reverse(),
            }}
          />
        </div>
      </div>
      <div className={styles.diagnose}>
        <Button onClick={() => void diagnose()}>Diagnose</Button>
        {report !== null && <Button onClick={() => void desk.bridge.copy(report)}>Copy the report</Button>}
      </div>
      {report !== null && (
        <pre className={styles.report} tabIndex={0}>
          {report}
        </pre>
      )}
    </Dialog>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ms(value: number | null): string {
  if (value === null) return '–';
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
function seconds(value: number | null): string {
  return value === null ? '–' : `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`;
}
/** A clock that is not measured yet is being measured, as long as there is a house to ask: that is no fault. */
export function clockWords({
  connection,
  pulse: { clock, wallOffByMs },
}: Pick<LinkState, 'connection' | 'pulse'>): string {
  if (wallOffByMs === null || clock.errorMs === null) return isHeard(connection) ? 'checking…' : 'unknown';
  // What rounds to nothing has no sign.
  const sign = Math.abs(wallOffByMs) < 0.05 ? '' : wallOffByMs < 0 ? '−' : '+';
  return `${sign}${spanWords(Math.abs(wallOffByMs))} ± ${spanWords(clock.errorMs)}`;
}
function isHeard({ state }: LinkState['connection']): boolean {
  return state === 'live' || state === 'stale' || state === 'connecting';
}
function spanWords(span: number): string {
  if (span >= 120_000) return `${(span / 60_000).toFixed(1)} min`;
  if (span >= 10_000) return `${(span / 1000).toFixed(1)} s`;
  return span < 10 ? `${span.toFixed(1)} ms` : `${Math.round(span)} ms`;
}
function timeWords(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
