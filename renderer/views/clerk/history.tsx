/** What happened on the lot on the block, newest first, from the house's ticks: each bid with its channel, and each turn. */
import type { TrailPoint } from '../../feed-words.ts';
import { useLot } from '../../select.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { CHANNELS } from './block.tsx';
import { paddleWords } from './paddle-words.ts';

const COLUMNS: readonly Column[] = [
  { id: 'price', head: 'Price', track: '6rem', align: 'end' },
  { id: 'who', head: 'Who', track: 'minmax(6rem, 1fr)' },
  { id: 'channel', head: 'Channel', track: '6rem' },
  { id: 'time', head: 'Time', track: '6rem', align: 'end' },
];
const NONE: readonly TrailPoint[] = [];

export function History({ lot }: { readonly lot: string | null }) {
  const trail = useLot(lot, (face) => face.trail) ?? NONE;
  useLot(lot, (face) => face.trailVersion);
  const steps = [...trail].reverse();
  return (
    <Panel title="History of the lot" aside={<Count lot={lot} />} bare>
      <VirtualTable
        label="Steps of the lot"
        columns={COLUMNS}
        count={steps.length}
        rowRem={2}
        rowKey={(index) => String(steps[index]?.rev ?? index)}
        row={(index) => <Row step={steps[index]} before={steps[index + 1]} />}
      />
    </Panel>
  );
}

function Count({ lot }: { readonly lot: string | null }) {
  const bids = useLot(lot, (face) => face.tick?.bids ?? 0) ?? 0;
  return bids === 1 ? '1 bid' : `${bids} bids`;
}

function Row({ step, before }: { readonly step: TrailPoint | undefined; readonly before: TrailPoint | undefined }) {
  if (step === undefined) return null;
  const isTurn = before !== undefined && before.status !== step.status && step.status !== 'open';
  const isBid = step.last !== null && (before === undefined || before.priceMinor !== step.priceMinor) && !isTurn;
  const isAsk =
    !isBid &&
    !isTurn &&
    before !== undefined &&
    before.askMinor !== step.askMinor &&
    step.priceMinor === before.priceMinor;
  return (
    <>
      <Cell end>
        <Money minor={isAsk ? step.askMinor : step.priceMinor} />
      </Cell>
      <Cell>
        {isBid && step.last !== null ? (
          paddleWords(step.leader ?? step.last.bidder)
        ) : isAsk ? (
          'Ask set'
        ) : (
          <StateMark mark={LOT_MARKS[step.status]} />
        )}
      </Cell>
      <Cell>{isBid && step.last !== null ? CHANNELS[step.last.channel] : ''}</Cell>
      <Cell end>{step.at === 0 ? '–' : new Date(step.at).toLocaleTimeString('en-GB')}</Cell>
    </>
  );
}
