/** The console's buttons, each with its key. They never take the focus from a press of the mouse, so that Space stays the floor's. */
import { type MouseEvent, useContext } from 'react';
import { keyOf, keyWords, OwnKeys } from '../../keys.ts';
import { useLink, useLot, useSale } from '../../select.ts';
import { PHONES_MAX } from '../../store/clerk.ts';
import { isCut } from '../../store/link.ts';
import { Button } from '../parts/button.tsx';
import styles from './commands.module.css';
import { type Console, useClerk } from './use-console.ts';

const stay = (event: MouseEvent) => event.preventDefault();

type CommandProps = {
  readonly action: string;
  readonly words: string;
  readonly look?: 'plain' | 'primary' | 'danger';
  readonly off?: boolean;
  readonly large?: boolean;
  readonly onPress: () => void;
};

function Command({ action, words, look = 'plain', off = false, large = false, onPress }: CommandProps) {
  const own = useContext(OwnKeys);
  const cut = useLink(({ connection }) => isCut(connection));
  return (
    <Button
      look={look}
      size={large ? 'large' : 'body'}
      className={styles.command}
      keyHint={keyWords(keyOf(action, own) ?? '')}
      disabled={off || cut}
      onMouseDown={stay}
      onClick={onPress}
    >
      <span className={styles.words}>{words}</span>
    </Button>
  );
}

export function Commands({ console }: { readonly console: Console }) {
  const { shown, next, clerk, ask } = console;
  const held = useSale((state) => state.held !== null);
  const isOnBlock = useSale((state) => state.current !== null);
  const status = useLot(shown, (face) => face.tick?.status ?? null);
  const isOver = status === 'sold' || status === 'passed';
  const off = held || !isOnBlock;
  const order = (type: 'FairWarning' | 'Hammer') => shown !== null && void clerk.order({ type, lot: shown });
  const reason = (what: 'pass' | 'withdraw' | 'reopen' | 'hold') => ask({ kind: 'reason', what });
  return (
    <section className={styles.commands} aria-label="Commands">
      <div className={styles.main}>
        <Command action="clerk.floor" words="Floor bid" look="primary" large off={off} onPress={console.floor} />
        <Command
          action="clerk.warn"
          words="Fair warning"
          large
          off={off || status === 'warned'}
          onPress={() => order('FairWarning')}
        />
        <Command action="clerk.hammer" words="Hammer" large off={off} onPress={() => order('Hammer')} />
        <Command
          action="clerk.open"
          words="Open next"
          large
          off={held || isOnBlock || next === null}
          onPress={console.open}
        />
      </div>
      <Phones console={console} off={off} />
      <div className={styles.rest}>
        <Command action="clerk.ask" words="Set ask" off={off} onPress={() => ask({ kind: 'ask' })} />
        <Command action="clerk.paddle" words="Floor paddle" off={off} onPress={() => ask({ kind: 'paddle' })} />
        <Command action="clerk.book" words="Book bid" off={held} onPress={() => ask({ kind: 'book' })} />
        <Command
          action="clerk.void"
          words="Void a bid"
          look="danger"
          off={!isOnBlock}
          onPress={() => ask({ kind: 'void' })}
        />
        <Command action="clerk.pass" words="Pass" off={off} onPress={() => reason('pass')} />
        <Command action="clerk.reopen" words="Reopen" off={held || !isOver} onPress={() => reason('reopen')} />
        <Command action="clerk.withdraw" words="Withdraw" look="danger" off={held} onPress={() => reason('withdraw')} />
        <Command
          action="clerk.hold"
          words={held ? 'Resume' : 'Hold sale'}
          look={held ? 'primary' : 'danger'}
          onPress={() => (held ? ask({ kind: 'resume' }) : reason('hold'))}
        />
      </div>
    </section>
  );
}

/** The telephone desk: a line a digit. Empty places keep their room, so that a new line moves nothing. */
function Phones({ console, off }: { readonly console: Console; readonly off: boolean }) {
  const phones = useClerk((state) => state.phones);
  return (
    <div className={styles.phones} role="group" aria-label="Telephone lines">
      {phones.map((phone, index) => (
        <Command
          key={phone.bidder}
          action={`clerk.line${index + 1}`}
          words={phone.name}
          off={off}
          onPress={() => console.line(index + 1)}
        />
      ))}
      {phones.length < PHONES_MAX && (
        <Command action="clerk.phone" words="New line" onPress={() => console.ask({ kind: 'phone' })} />
      )}
      <Command action="clerk.register" words="Register" onPress={() => console.ask({ kind: 'register' })} />
    </div>
  );
}
