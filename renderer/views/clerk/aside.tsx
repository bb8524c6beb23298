/** Beside the history: who is in the sale, what was said to all, and the orders of this console. */
import { useEffect, useState } from 'react';
import type { SaleWord } from '../../../protocol/wire.ts';
import { useDesk, useNarrow, useSale } from '../../select.ts';
import { holdWords, overrideWords } from '../../words.ts';
import { Money } from '../parts/money.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import styles from './aside.module.css';
import { OrderWords } from './order-words.tsx';
import { usePaddleWords } from './paddle-words.ts';
import { type Console, useClerk } from './use-console.ts';
import { useDeskMark, usePresence } from './use-presence.ts';

/** From this width on there is room for a column of desks. */
const DESKS_REM = 70;

type Tab = 'room' | 'words' | 'orders';
const TABS = [
  ['room', 'In the sale'],
  ['words', 'Messages'],
  ['orders', 'Orders'],
] as const;

export function Aside({ console }: { readonly console: Console }) {
  const [tab, setTab] = useState<Tab>('room');
  return (
    <Panel
      title={<Segments label="Beside the lot" value={tab} options={TABS} onChange={setTab} />}
      aside={<Here />}
      bare
    >
      <div className={styles.body} tabIndex={0} role="region" aria-label={TABS.find(([id]) => id === tab)?.[1]}>
        {tab === 'room' && <Room console={console} />}
        {tab === 'words' && <Words />}
        {tab === 'orders' && <Orders />}
      </div>
    </Panel>
  );
}

/** In the head on each tab: a room that empties is seen while one reads something else. */
function Here() {
  const presence = usePresence();
  const isNarrow = useNarrow(DESKS_REM);
  if (presence === null) return <span title="The house cannot tell now whose desk is connected.">not known</span>;
  const here = [...presence.values()].filter((seen) => seen === 'here').length;
  return (
    <span title="Registered bidders with an account whose desk is connected to the house">
      {here} of {presence.size}
      {!isNarrow && ' here'}
    </span>
  );
}

function Room({ console }: { readonly console: Console }) {
  const bidders = useClerk((state) => state.bidders);
  const { clerk, shown } = console;
  const paddleWords = usePaddleWords();
  const isNarrow = useNarrow(DESKS_REM);
  useEffect(() => {
    // The wins change with each lot; silence leaves what was known.
    void clerk.room(shown).catch(() => undefined);
  }, [clerk, shown]);
  if (bidders.length === 0) return <Empty>Nobody is registered yet.</Empty>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Paddle</th>
          <th scope="col">Bidder</th>
          {!isNarrow && <th scope="col">Desk</th>}
          <th scope="col" className={styles.end}>
            Won
          </th>
          <th scope="col" className={styles.end}>
            Limit
          </th>
        </tr>
      </thead>
      <tbody>
        {bidders.map(({ bidder, name, paddle, limitMinor, suspended, wonMinor }) => (
          <tr key={bidder}>
            <th scope="row">{isNumber(paddle, paddleWords) ? paddle : '–'}</th>
            <td className={styles.who} title={bidder}>
              {name ?? (isNumber(paddle, paddleWords) ? bidder : paddleWords(paddle))}
              {suspended && <strong className={styles.bad}> suspended</strong>}
              {isNarrow && <DeskWords bidder={bidder} name={name} />}
            </td>
            {!isNarrow && (
              <td className={styles.desk}>
                <DeskWords bidder={bidder} name={name} />
              </td>
            )}
            <td className={styles.end}>{wonMinor === 0 ? '–' : <Money minor={wonMinor} />}</td>
            <td className={styles.end}>
              <Money minor={limitMinor} none="None" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeskWords(who: { readonly bidder: string; readonly name: string | undefined }) {
  const mark = useDeskMark(who);
  if (mark === null) return '–';
  return (
    <span className={styles.mark} title={mark.words}>
      <StateMark mark={mark} />
    </span>
  );
}

/** A line of the telephone desk and a place in the room have a word where others have a number. */
function isNumber(paddle: string, words: (paddle: string) => string): boolean {
  return words(paddle) === `Paddle ${paddle}`;
}

function Words() {
  const words = useSale((state) => state.words);
  if (words.length === 0) return <Empty>Nothing was said to all desks yet.</Empty>;
  return (
    <ol className={styles.list}>
      {words.map((word) => (
        <li key={`${word.at}${word.type}`}>
          <time>{new Date(word.at).toLocaleTimeString('en-GB')}</time>
          <Word word={word} />
        </li>
      ))}
    </ol>
  );
}

function Word({ word }: { readonly word: SaleWord }) {
  const desk = useDesk();
  switch (word.type) {
    case 'message':
      return <span>{word.text}</span>;
    case 'held':
      return <span>Held: {holdWords(word.reason)}</span>;
    case 'resumed':
      return <span>Resumed, {Math.round(word.graceMs / 1000)} s of grace</span>;
    case 'override':
      return (
        <span>
          Lot {desk.lots.get(word.lot)?.getState().lot.number ?? word.lot}, {overrideWords(word.what)}
          {word.amountMinor !== undefined && (
            <>
              {' '}
              <Money minor={word.amountMinor} />
            </>
          )}
          : {word.reason}
        </span>
      );
    case 'registered':
      return <span>{word.count} are registered</span>;
  }
}

const STATES = { pending: 'asking…', done: 'done', refused: 'not taken', unknown: 'unknown' } as const;

function Orders() {
  const orders = useClerk((state) => state.orders);
  if (orders.length === 0) return <Empty>No order was given yet.</Empty>;
  return (
    <ol className={styles.list}>
      {orders.map((order) => (
        <li key={order.ticket}>
          <span>
            <OrderWords order={order} />
          </span>
          <span className={order.state === 'done' ? styles.quiet : styles.bad}>
            {STATES[order.state]}
            {order.why !== null && `: ${order.why}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
