/** The catalogue as a queue: what is over, what is on the block, what the open key opens next. Sorted by the catalogue, never by activity. */
import { useDesk, useLot, useSale } from '../../select.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/panel.tsx';
import { LOT_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './queue.module.css';

const COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: '2.75rem', align: 'end' },
  { id: 'title', head: 'Title', track: 'minmax(0, 1fr)' },
  { id: 'state', head: 'State', track: 'auto', align: 'end' },
];

type Props = { readonly next: string | null; readonly shown: string | null; readonly onChoose: (by: 1 | -1) => void };

export function Queue({ next, shown }: Props) {
  const order = useSale((state) => state.order);
  const current = useSale((state) => state.current);
  const marked = current ?? next ?? shown;
  return (
    <Panel title="Lots" aside={`${order.length} in the catalogue`} bare className={styles.queue}>
      <VirtualTable
        label="Catalogue"
        columns={COLUMNS}
        count={order.length}
        rowRem={2.5}
        rowKey={(index) => order[index] ?? String(index)}
        selected={marked === null ? undefined : order.indexOf(marked)}
        row={(index) => <Row lot={order[index] ?? ''} isNext={order[index] === next && current !== order[index]} />}
      />
    </Panel>
  );
}

function Row({ lot, isNext }: { readonly lot: string; readonly isNext: boolean }) {
  const face = useDesk().lots.get(lot)?.getState().lot;
  const status = useLot(lot, ({ tick }) => tick?.status ?? 'upcoming') ?? 'upcoming';
  const price = useLot(lot, ({ tick }) => tick?.priceMinor ?? null);
  const askMinor = useLot(lot, ({ tick }) => tick?.askMinor ?? null);
  const isOn = status === 'open' || status === 'warned';
  const isLive = face?.format === 'live' || face?.format === 'dutch';
  return (
    <>
      <Cell end className={styles.number}>
        {face?.number}
      </Cell>
      <Cell>
        <span className={styles.title}>{face?.title}</span>
      </Cell>
      <Cell end>
        {isNext && <span className={styles.next}>Next</span>}
        {!isNext && status === 'upcoming' && !isLive && <span className={styles.timed}>{face?.format}</span>}
        {!isNext && status !== 'upcoming' && (
          <span className={styles.state}>
            <StateMark mark={LOT_MARKS[status]} />
            {status === 'sold' && <Money minor={price} />}
            {isOn && <Money minor={price ?? askMinor} none={face?.format ?? '–'} />}
          </span>
        )}
      </Cell>
    </>
  );
}
