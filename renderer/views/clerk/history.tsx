/** What happened on the lot on the block, newest first, as the house told it: who bid what, what the price became, and each turn. */
import { Fragment, useMemo } from 'react';
import type { TrailPoint } from '../../feed/words.ts';
import { useCurrency, useLot, useStory } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { type StoryNames, type StoryPart, type StoryRow, stepParts, stepWords, storyOf } from '../../words-story.ts';
import { Money } from '../parts/money.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { CHANNELS } from './block.tsx';
import styles from './history.module.css';
import { usePaddleWords } from './paddle-words.ts';

const COLUMNS: readonly Column[] = [
  { id: 'price', head: 'Price', track: '5.25rem', align: 'end' },
  { id: 'what', head: 'What', track: 'minmax(7rem, 1fr)' },
  { id: 'channel', head: 'Channel', track: '5.75rem' },
  { id: 'time', head: 'Time', track: '5.25rem', align: 'end' },
];
const NONE: readonly TrailPoint[] = [];

export function History({ lot }: { readonly lot: string | null }) {
  const trail = useLot(lot, (face) => face.trail) ?? NONE;
  const version = useLot(lot, (face) => face.trailVersion);
  const currency = useCurrency();
  useStory(lot);
  const names: StoryNames = { name: usePaddleWords(), money: (minor) => amountWords(minor, currency) };
  const rows = useMemo(() => {
    void version;
    return [...storyOf(trail)].reverse();
  }, [trail, version]);
  return (
    <Panel title="History of the lot" aside={<Count lot={lot} />} bare>
      <VirtualTable
        label="Steps of the lot"
        columns={COLUMNS}
        count={rows.length}
        rowRem={2}
        rowKey={(index) => String(rows[index]?.step.rev ?? index)}
        row={(index) => <Row row={rows[index]} names={names} />}
        empty={<Empty>Nothing has happened on this lot yet.</Empty>}
      />
    </Panel>
  );
}

function Count({ lot }: { readonly lot: string | null }) {
  const bids = useLot(lot, (face) => face.tick?.bids ?? 0) ?? 0;
  return bids === 1 ? '1 bid' : `${bids} bids`;
}

function Row({ row, names }: { readonly row: StoryRow | undefined; readonly names: StoryNames }) {
  if (row === undefined) return null;
  const { step, kind } = row;
  const words = stepWords(row, names);
  return (
    <>
      <Cell end>{kind === 'ask' ? '' : <Money minor={step.priceMinor} none="" />}</Cell>
      <Cell>
        <span className={styles.what} title={words}>
          {TURNS.has(kind) && words.length <= MARKED_CHARS_MAX ? (
            <StateMark mark={{ ...LOT_MARKS[step.status], word: words }} />
          ) : (
            <Words parts={stepParts(row, names)} />
          )}
        </span>
      </Cell>
      <Cell>{kind === 'bid' && step.last !== null ? CHANNELS[step.last.channel] : ''}</Cell>
      <Cell end>{step.at === 0 ? '–' : new Date(step.at).toLocaleTimeString('en-GB')}</Cell>
    </>
  );
}

/** Who did it, and who leads, in a line each where they do not fit in one: a long name is cut short, and no word after it. */
function Words({ parts }: { readonly parts: readonly StoryPart[] }) {
  return parts.map(([before, name, after], at) => (
    <Fragment key={at === 0 ? 'did' : 'leads'}>
      {at > 0 && ' '}
      <span className={styles.part}>
        {before !== '' && <span>{before}</span>}
        {name !== '' && <span className={styles.name}>{name}</span>}
        {after !== '' && <span>{after}</span>}
      </span>
    </Fragment>
  ));
}

/** What is longer takes two lines, which a mark does not. */
const MARKED_CHARS_MAX = 18;
const TURNS: ReadonlySet<StoryRow['kind']> = new Set(['opened', 'warned', 'sold', 'passed', 'withdrawn', 'reopened']);
