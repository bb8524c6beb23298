/** The console's buttons, each with its key. They never take the focus from a press of the mouse, so that Space stays the floor's. */
import { type MouseEvent, useContext } from 'react';
import { keyOf, keyWords, OwnKeys } from '../../keys.ts';
import { useLink, useSale } from '../../select.ts';
import { PHONES_MAX } from '../../store/clerk.ts';
import { whyNoBids } from '../../store/link.ts';
import { Button } from '../parts/button.tsx';
import styles from './commands.module.css';
import { type Console, useClerk } from './use-console.ts';
import type { WhyNot } from './why-not.ts';

const stay = (event: MouseEvent) => event.preventDefault();

type CommandProps = {
  readonly action: string;
  readonly words: string;
  readonly look?: 'plain' | 'primary' | 'danger';
  /** Why it is not to be had, or null. It can still be pressed, and says so then. */
  readonly why?: string | null;
  readonly large?: boolean;
  readonly onPress: () => void;
  readonly onWhy: (why: string) => void;
};

function Command({ action, words, look = 'plain', why = null, large = false, onPress, onWhy }: CommandProps) {
  const own = useContext(OwnKeys);
  // A hammer that waits in a silent house falls when nobody expects it.
  const cut = useLink(({ connection }) => whyNoBids(connection) !== null);
  return (
    <Button
      look={look}
      size={large ? 'large' : 'body'}
      className={styles.command}
      keyHint={keyWords(keyOf(action, own) ?? '')}
      disabled={cut}
      aria-disabled={why !== null}
      aria-description={why ?? undefined}
      title={why ?? undefined}
      onMouseDown={stay}
      onClick={() => (why === null ? onPress() : onWhy(why))}
    >
      <span className={styles.words} title={words}>
        {words}
      </span>
    </Button>
  );
}

type Props = { readonly console: Console; readonly whyNot: WhyNot };

export function Commands({ console, whyNot }: Props) {
  const { ask, say } = console;
  const held = useSale((state) => state.held !== null);
  const reason = (what: 'pass' | 'withdraw' | 'reopen' | 'hold') => ask({ kind: 'reason', what });
  const of = (action: string) => ({ action, why: whyNot(action), onWhy: say });
  return (
    <section className={styles.commands} aria-label="Commands">
      <div className={styles.main}>
        <Command {...of('clerk.floor')} words="Floor bid" look="primary" large onPress={console.floor} />
        <Command {...of('clerk.warn')} words="Fair warning" large onPress={console.warn} />
        <Command {...of('clerk.hammer')} words="Hammer" large onPress={console.hammer} />
        <Command {...of('clerk.open')} words="Open next" large onPress={console.open} />
      </div>
      <Phones console={console} whyNot={whyNot} />
      <div className={styles.rest}>
        <Command {...of('clerk.ask')} words="Set ask" onPress={() => ask({ kind: 'ask' })} />
        <Command {...of('clerk.paddle')} words="Floor paddle" onPress={() => ask({ kind: 'paddle' })} />
        <Command {...of('clerk.book')} words="Book bid" onPress={() => ask({ kind: 'book' })} />
        <Command {...of('clerk.void')} words="Void a bid" look="danger" onPress={() => ask({ kind: 'void' })} />
        <Command {...of('clerk.pass')} words="Pass" onPress={() => reason('pass')} />
        <Command {...of('clerk.reopen')} words="Reopen" onPress={() => reason('reopen')} />
        <Command {...of('clerk.withdraw')} words="Withdraw" look="danger" onPress={() => reason('withdraw')} />
        <Command
          {...of('clerk.hold')}
          words={held ? 'Resume' : 'Hold sale'}
          look={held ? 'primary' : 'danger'}
          onPress={() => (held ? ask({ kind: 'resume' }) : reason('hold'))}
        />
      </div>
    </section>
  );
}

/** The telephone desk: a line a digit. Empty places keep their room, so that a new line moves nothing. */
function Phones({ console, whyNot }: Props) {
  const phones = useClerk((state) => state.phones);
  const { ask, say } = console;
  return (
    <div className={styles.phones} role="group" aria-label="Telephone lines">
      {phones.map((phone, index) => (
        <Command
          key={phone.bidder}
          action={`clerk.line${index + 1}`}
          words={phone.name}
          // A line bids as the room does.
          why={whyNot('clerk.floor')}
          onWhy={say}
          onPress={() => console.line(index + 1)}
        />
      ))}
      {phones.length < PHONES_MAX && (
        <Command action="clerk.phone" words="New line" onWhy={say} onPress={() => ask({ kind: 'phone' })} />
      )}
      <Command action="clerk.register" words="Register" onWhy={say} onPress={() => ask({ kind: 'register' })} />
    </div>
  );
}
