/** A new password of one's own: the old one proves who asks, and the other desks of this person are signed out. */
import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import styles from './settings.module.css';

type Phase = 'closed' | 'open' | 'busy' | 'done';

export function Password() {
  const { sessions } = useDesk();
  const [phase, setPhase] = useState<Phase>('closed');
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const before = useRef(phase);
  // Whoever closes the form stands at its button again: without the focus no key would reach the dialog.
  useEffect(() => {
    if (before.current !== phase && opener.current !== null) opener.current.focus();
    before.current = phase;
  }, [phase]);
  if (phase === 'closed' || phase === 'done')
    return (
      <div className={styles.password}>
        <Button size="small" ref={opener} onClick={() => setPhase('open')}>
          Change…
        </Button>
        <span role="status">{phase === 'done' ? 'Changed. Your other desks are signed out.' : ''}</span>
      </div>
    );
  const leave = () => {
    setPhase('closed');
    setOld('');
    setNext('');
    setError(null);
  };
  const change = async (event: React.FormEvent) => {
    event.preventDefault();
    setPhase('busy');
    const why = await sessions.changePassword(old, next);
    setError(why);
    setPhase(why === null ? 'done' : 'open');
    if (why !== null) return;
    setOld('');
    setNext('');
  };
  return (
    <form className={styles.form} onSubmit={(event) => void change(event)}>
      <Field
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        value={old}
        onChange={(event) => setOld(event.target.value)}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        value={next}
        hint="At least eight characters. You are signed out everywhere else."
        onChange={(event) => setNext(event.target.value)}
      />
      {error !== null && (
        <p className={styles.wrong} role="alert">
          {error}
        </p>
      )}
      <div className={styles.password}>
        <Button size="small" submit disabled={phase === 'busy'}>
          {phase === 'busy' ? 'Changing…' : 'Change password'}
        </Button>
        <Button size="small" look="quiet" onClick={leave}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
