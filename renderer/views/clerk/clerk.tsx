/** The clerk's console: the queue, the lot on the block with its commands, and what happened. Everything has one key. */
import { useEffect, useMemo } from 'react';
import { useKeys } from '../../keys.ts';
import { useLink, useSale } from '../../select.ts';
import { whyNoBids } from '../../store/link.ts';
import { Empty } from '../parts/panel.tsx';
import { Aside } from './aside.tsx';
import { Block } from './block.tsx';
import styles from './clerk.module.css';
import './clerk-keys.ts';
import { Commands } from './commands.tsx';
import { History } from './history.tsx';
import { ProgressBar } from './progress.tsx';
import { PromptLine } from './prompt.tsx';
import { Queue } from './queue.tsx';
import { type Console, useConsole } from './use-console.ts';
import { useWatch } from './use-presence.ts';
import { useWhyNot, type WhyNot } from './why-not.ts';

export function Clerk() {
  const saleId = useSale((state) => state.sale?.saleId ?? null);
  if (saleId === null) return <Empty>Waiting for the house to send the sale.</Empty>;
  // Lots of another sale may have the same ids: what was last on the block, chosen or being asked is none of this one's.
  return <Desk key={saleId} />;
}

function Desk() {
  const console = useConsole();
  const registered = useSale((state) => state.registered);
  const { clerk } = console;
  useEffect(() => {
    // Asked again when somebody registers; silence leaves the list as it was, and the next registration asks again.
    if (registered !== clerk.store.getState().bidders.length) void clerk.room(null).catch(() => undefined);
  }, [clerk, registered]);
  useWatch();
  const whyNot = useWhyNot(console);
  useKeys(useBindings(console, whyNot));

  return (
    <div className={styles.desk}>
      <ProgressBar />
      <div className={styles.columns}>
        <Queue next={console.next} shown={console.shown} onChoose={console.choose} />
        <div className={styles.middle}>
          <Block lot={console.shown} next={console.next} />
          <div className={styles.orders}>
            <PromptLine console={console} />
            <Commands console={console} whyNot={whyNot} />
          </div>
        </div>
        <div className={styles.right}>
          <History lot={console.shown} />
          <Aside console={console} />
        </div>
      </div>
    </div>
  );
}

/** They only look. */
const LOOKS = new Set(['clerk.later', 'clerk.earlier']);

/** A key whose order would come to nothing says why, and opens no question whose answer would be lost. */
function useBindings(console: Console, whyNot: WhyNot) {
  const all = useOrders(console);
  const why = useLink(({ connection }) => whyNoBids(connection));
  return useMemo(() => {
    const held = Object.entries(all).map(([id, run]) => {
      const inTheWay = LOOKS.has(id) ? null : (why ?? whyNot(id));
      return [id, inTheWay === null ? run : () => console.say(inTheWay)] as const;
    });
    return Object.fromEntries(held);
  }, [all, console, why, whyNot]);
}

function useOrders(console: Console) {
  const held = useSale((state) => state.held !== null);
  return useMemo(() => {
    const { ask, line } = console;
    const lines = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [`clerk.line${digit}`, () => line(digit)]),
    );
    return {
      'clerk.floor': console.floor,
      'clerk.open': console.open,
      'clerk.warn': console.warn,
      'clerk.hammer': console.hammer,
      'clerk.ask': () => ask({ kind: 'ask' }),
      'clerk.paddle': () => ask({ kind: 'paddle' }),
      'clerk.phone': () => ask({ kind: 'phone' }),
      'clerk.book': () => ask({ kind: 'book' }),
      'clerk.pass': () => ask({ kind: 'reason', what: 'pass' }),
      'clerk.withdraw': () => ask({ kind: 'reason', what: 'withdraw' }),
      'clerk.reopen': () => ask({ kind: 'reason', what: 'reopen' }),
      'clerk.void': () => ask({ kind: 'void' }),
      'clerk.hold': () => ask(held ? { kind: 'resume' } : { kind: 'reason', what: 'hold' }),
      'clerk.message': () => ask({ kind: 'message' }),
      'clerk.register': () => ask({ kind: 'register' }),
      'clerk.later': () => console.choose(1),
      'clerk.earlier': () => console.choose(-1),
      ...lines,
    };
  }, [console, held]);
}
