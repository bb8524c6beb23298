/** Every key, and how to change it: press the key's button, then the new key. */
import { Fragment, useState } from 'react';
import { clashes, type KeyAction, type KeyDesk, keyActions, keyOf, keyWords } from '../../keys.ts';
import { useDesk, usePrefs } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import styles from './keys-help.module.css';

const GROUPS: readonly (readonly [KeyDesk, string])[] = [
  ['bidder', 'Bidding'],
  ['clerk', 'Clerk'],
  ['review', 'Review'],
  ['everywhere', 'Everywhere'],
];

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const own = usePrefs((prefs) => prefs.keys);
  const [learning, setLearning] = useState<string | null>(null);
  const changed = Object.keys(own).length > 0;
  return (
    <Dialog
      title="Keys"
      onClose={onClose}
      wide
      actions={
        <Button disabled={!changed} onClick={() => desk.prefs.setState({ keys: {} })}>
          All as they were
        </Button>
      }
    >
      <p className={styles.hint}>To change a key, press its button and then the new key. Escape leaves it as it is.</p>
      <div className={styles.groups}>
        {GROUPS.map(([group, title]) => {
          const actions = keyActions().filter((action) => action.desk === group);
          if (actions.length === 0) return <Fragment key={group} />;
          return (
            <section key={group} aria-label={title} className={styles.group}>
              <h3 className={styles.title}>{title}</h3>
              {actions.map((action) => (
                <Row key={action.id} action={action} learning={learning === action.id} onLearn={setLearning} />
              ))}
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

type RowProps = {
  readonly action: KeyAction;
  readonly learning: boolean;
  readonly onLearn: (id: string | null) => void;
};

function Row({ action, learning, onLearn }: RowProps) {
  const desk = useDesk();
  const own = usePrefs((prefs) => prefs.keys);
  const key = keyOf(action.id, own) ?? '';
  const others = clashes(action.id, key, own);
  const learn = (event: React.KeyboardEvent) => {
    if (!learning) return;
    event.preventDefault();
    event.stopPropagation();
    if (MODIFIERS.has(event.key)) return;
    if (event.key !== 'Escape') desk.prefs.setState({ keys: { ...own, [action.id]: bindingOf(event) } });
    onLearn(null);
  };
  return (
    <div className={styles.row}>
      <span>{action.words}</span>
      <span className={styles.right}>
        {others.length > 0 && <span className={styles.clash}>also: {others[0]?.words}</span>}
        <Button
          size="small"
          aria-label={`${action.words}: ${learning ? 'press the new key' : keyWords(key)}`}
          onClick={() => onLearn(learning ? null : action.id)}
          onKeyDown={learn}
          onBlur={() => learning && onLearn(null)}
        >
          {learning ? 'Press a key…' : <kbd className={styles.key}>{keyWords(key)}</kbd>}
        </Button>
      </span>
    </div>
  );
}

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/** The binding that the key pressed makes. A sign that itself needs Shift carries it as optional, for other keyboards. */
function bindingOf(event: React.KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  const shift = event.shiftKey ? [isSign ? '[Shift]' : 'Shift'] : [];
  const rest = [event.ctrlKey && 'Control', event.altKey && 'Alt', event.metaKey && 'Meta'].filter(
    (name) => name !== false,
  );
  return [...rest, ...shift, key.length === 1 ? key.toLowerCase() : key].join('+');
}
