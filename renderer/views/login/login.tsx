/** Signing in. Where the house offers a demonstration, its people stand here as buttons. */
import { useEffect, useState } from 'react';
import { useDesk, useLink } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { type DemoAccount, demoAccounts } from './demo.ts';
import { Elsewhere } from './elsewhere.tsx';
import styles from './login.module.css';

export function Login() {
  const desk = useDesk();
  const session = useLink((state) => state.session);
  const platform = useLink((state) => state.platform);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const busy = session.phase !== 'out' || session.busy;
  const error = session.phase === 'out' ? session.error : null;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!busy) void desk.sessions.signIn(user, password);
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.name}>Rostrum</h1>
        <p className={styles.house}>{platform === null ? 'Starting…' : `The house at ${hostOf(platform.house)}`}</p>
        <form className={styles.form} onSubmit={submit}>
          <Field
            label="User"
            autoComplete="username"
            required
            autoCapitalize="none"
            spellCheck={false}
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
          <Field
            label="Password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {error !== null && (
            <p className={styles.error} role="alert">
              {error}
            </p>
          )}
          <Button look="primary" size="large" submit disabled={busy}>
            {busy && session.phase === 'out' ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        <Elsewhere busy={busy} />
        {platform !== null && !platform.keyIsSealed && (
          <p className={styles.note}>The key of this desk lives for this session only.</p>
        )}
        <Demo onPick={(account) => void desk.sessions.signIn(account.user, account.password)} busy={busy} />
      </div>
    </main>
  );
}

function Demo({ onPick, busy }: { readonly onPick: (account: DemoAccount) => void; readonly busy: boolean }) {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    void demoAccounts(stop.signal).then(setAccounts);
    return () => stop.abort();
  }, []);
  if (accounts.length === 0) return null;
  return (
    <section className={styles.demo} aria-label="Demonstration">
      <h2 className={styles.demoTitle}>A demonstration sale is running. Sit down as</h2>
      <div className={styles.people}>
        {accounts.map((account) => (
          <Button key={account.user} disabled={busy} onClick={() => onPick(account)} className={styles.person}>
            <span>{account.name}</span>
            <span className={styles.role}>{account.role}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}

function hostOf(address: string): string {
  return address.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '');
}
