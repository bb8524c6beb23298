/** One's own affairs: limit and exposure, lots at stake, every bid with its receipt, the words of the house. */
import { memo, useState } from 'react';
import { useBids, useCurrency, useDesk, useIsOld, useLot, useSale, useStance } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Money } from '../parts/money.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './affairs.module.css';
import { bidMark, bidName } from './bid-words.ts';
import { HouseWords } from './house-words.tsx';
import { timeWords } from './ladder.tsx';
import { useAtStake } from './use-at-stake.ts';
import { useFate } from './use-fate.ts';

type Tab = 'lots' | 'bids' | 'house';
const TABS: readonly (readonly [Tab, string])[] = [
  ['lots', 'Your lots'],
  ['bids', 'Your bids'],
  ['house', 'The house'],
];

export const Affairs = memo(function Affairs({ onReceipt }: { readonly onReceipt: (id: string) => void }) {
  const [tab, setTab] = useState<Tab>('lots');
  return (
    <Panel
      bare
      className={styles.panel}
      title="Yours"
      aside={<Segments label="Your affairs" value={tab} options={TABS} onChange={setTab} />}
    >
      <Limit />
      {tab === 'lots' && <Stakes />}
      {tab === 'bids' && <OwnBids onReceipt={onReceipt} />}
      {tab === 'house' && <HouseWords />}
    </Panel>
  );
});

/** What the limit counts, as the house says. */
function Limit() {
  const standing = useSale((state) => state.standing);
  const currency = useCurrency();
  const policy = useSale((state) => state.sale?.policies.limit ?? 'none');
  if (standing === null) return null;
  const { limitMinor, usedMinor, wonMinor } = standing;
  const share = limitMinor === null || limitMinor === 0 ? 0 : Math.min(1, usedMinor / limitMinor);
  return (
    <div className={styles.limit}>
      <dl className={styles.figures}>
        <Figure name="Won" minor={wonMinor} />
        <Figure name={policy === 'exposure' ? 'Exposure' : 'Counted'} minor={usedMinor} />
        <Figure name="Limit" minor={limitMinor} none="none" />
        <Figure name="Free" minor={limitMinor === null ? null : Math.max(0, limitMinor - usedMinor)} none="–" />
      </dl>
      {limitMinor !== null && (
        <meter
          className={styles.meter}
          min={0}
          max={1}
          high={0.8}
          value={share}
          aria-label={`${amountWords(usedMinor, currency)} of a limit of ${amountWords(limitMinor, currency)}`}
        />
      )}
    </div>
  );
}

function Figure({
  name,
  minor,
  none = '–',
}: {
  readonly name: string;
  readonly minor: number | null;
  readonly none?: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Money minor={minor} none={none} />
      </dd>
    </div>
  );
}

const STAKE_COLUMNS: readonly Column[] = [
  { id: 'lot', head: 'Lot', track: 'minmax(6rem, 1fr)' },
  { id: 'stance', head: 'You', track: '7.25rem' },
  { id: 'price', head: 'Price', track: '4.75rem', align: 'end' },
  { id: 'max', head: 'Your max', track: '5rem', align: 'end' },
];

function Stakes() {
  const desk = useDesk();
  const order = useSale((state) => state.order);
  const stakes = useSale((state) => state.stakes);
  const mine = order.filter((lot) => stakes[lot] !== undefined);
  return (
    <VirtualTable
      label="Lots that you have bid on"
      columns={STAKE_COLUMNS}
      count={mine.length}
      rowRem={2.75}
      rowKey={(index) => mine[index] ?? ''}
      onSelect={(index) => {
        const lot = mine[index];
        if (lot !== undefined) desk.focus(lot);
      }}
      row={(index) => <StakeRow lot={mine[index] ?? ''} />}
      empty={<Empty>You have not bid yet. One key bids the ask of the lot in focus.</Empty>}
    />
  );
}

function StakeRow({ lot }: { readonly lot: string }) {
  const face = useLot(lot, (state) => state);
  const stance = useStance(lot);
  const status = face?.tick?.status;
  const isOver = status === 'sold' || status === 'passed' || status === 'withdrawn';
  // What is over stays so; and nothing is bid there any more, as far as a maximum went.
  const old = useIsOld(lot) && !isOver;
  const maxMinor = useAtStake(lot);
  if (face === null) return null;
  return (
    <>
      <Cell>
        <span className={styles.title} title={face.lot.title}>
          <span className={styles.number}>{face.lot.number}</span> {face.lot.title}
        </span>
      </Cell>
      <Cell>{stance === 'none' ? '' : <StateMark mark={STANCE_MARKS[stance]} old={old} />}</Cell>
      <Cell end>
        <Money minor={face.tick?.priceMinor} old={old} flash />
      </Cell>
      <Cell end>
        <Money minor={isOver ? null : maxMinor} none="" />
      </Cell>
    </>
  );
}

const BID_COLUMNS: readonly Column[] = [
  { id: 'at', head: 'At', track: '4.75rem' },
  { id: 'lot', head: 'Lot', track: '2.5rem', align: 'end' },
  { id: 'bid', head: 'Bid', track: 'minmax(7.25rem, 1fr)' },
  { id: 'fate', head: 'Became', track: '9rem' },
  { id: 'receipt', head: 'Receipt', track: '5.25rem', align: 'end' },
];

function OwnBids({ onReceipt }: { readonly onReceipt: (id: string) => void }) {
  const order = useBids((state) => state.order);
  return (
    <VirtualTable
      label="Your bids"
      columns={BID_COLUMNS}
      count={order.length}
      rowRem={2.25}
      rowKey={(index) => order[index] ?? ''}
      row={(index) => <BidRow id={order[index] ?? ''} onReceipt={onReceipt} />}
      empty={<Empty>Every bid of yours will stand here, the refused ones too, with its receipt.</Empty>}
    />
  );
}

function BidRow({ id, onReceipt }: { readonly id: string; readonly onReceipt: (id: string) => void }) {
  const bid = useBids((state) => state.byId.get(id) ?? null);
  const currency = useCurrency();
  const fate = useFate(bid);
  const number = useLot(bid?.request.lot ?? null, (face) => face.lot.number);
  if (bid === null) return null;
  // By the house's clock as soon as it has spoken, like every other time here.
  const at = bid.status.state === 'answered' ? bid.status.reply.receivedAt : bid.request.sentAt;
  const name = bid.request.lot === '' ? 'A bid before the restart' : bidName(bid, currency);
  return (
    <>
      <Cell className={styles.at}>{at === 0 ? '–' : timeWords(at)}</Cell>
      <Cell end>{number ?? '–'}</Cell>
      <Cell>
        <span className={styles.bid}>{name}</span>
      </Cell>
      <Cell>
        <StateMark mark={bidMark(bid, fate)} />
      </Cell>
      <Cell end>
        <Button look="quiet" size="small" onClick={() => onReceipt(id)} aria-label={`Receipt: ${name}`}>
          Receipt
        </Button>
      </Cell>
    </>
  );
}
