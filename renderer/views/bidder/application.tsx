/** For a bidder who may not bid in this sale yet: applying for it, and what the house has said to that. */
import { useCallback, useEffect, useState } from 'react';
import type { RegistrationList } from '../../../protocol/setup.ts';
import type { Registration, RegistrationState } from '../../../protocol/wire.ts';
import { useDesk, useLink, useSale } from '../../select.ts';
import { doorOf, doorSentence } from '../../store/door.ts';
import { Button } from '../parts/button.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './application.module.css';

/** How often the house is asked whether it has decided. Once it approved, a notice comes by itself. */
const LOOK_MS = 10_000;

const MARKS: Readonly<Record<RegistrationState | 'none', Mark>> = {
  none: { shape: 'ring', word: 'You are not registered in this sale. You may watch it.', tint: 'quiet' },
  applied: { shape: 'ring', word: 'You applied. The house has not decided yet.', tint: 'accent' },
  approved: { shape: 'disc', word: 'Approved. Bidding opens in a moment.', tint: 'good' },
  'approved-limited': { shape: 'disc', word: 'Approved to a limit. Bidding opens in a moment.', tint: 'good' },
  declined: { shape: 'cross', word: 'The house declined. Speak to the house.', tint: 'bad' },
  suspended: { shape: 'cross', word: 'You are suspended. Speak to the house.', tint: 'bad' },
};

export function Application() {
  const saleId = useSale((state) => state.saleId);
  const isOut = useSale((state) => state.standing?.registered === false);
  const isBidder = useLink(({ session }) => session.phase === 'in' && session.pass.user.role === 'bidder');
  if (!isOut || !isBidder || saleId === null) return null;
  return <Apply key={saleId} sale={saleId} />;
}

function Apply({ sale }: { readonly sale: string }) {
  const desk = useDesk();
  const [own, setOwn] = useState<Registration | null | 'unknown'>('unknown');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const look = useCallback(async () => {
    const reply = (await doorOf(desk)({ ask: 'registrations', sale })) as RegistrationList;
    setOwn(reply.registrations[0] ?? null);
  }, [desk, sale]);
  useEffect(() => {
    const ask = () => void look().catch(() => {});
    ask();
    const timer = setInterval(ask, LOOK_MS);
    return () => clearInterval(timer);
  }, [look]);
  const apply = () => {
    setBusy(true);
    setError(null);
    doorOf(desk)({ ask: 'apply', sale })
      .then((reply) => setOwn(reply as Registration))
      .catch((cause: unknown) => setError(doorSentence(cause)))
      .finally(() => setBusy(false));
  };
  const state = own === null || own === 'unknown' ? 'none' : own.state;
  return (
    <section className={styles.bar} aria-label="Your registration">
      <p role="status">
        <StateMark mark={MARKS[state]} />
      </p>
      {error !== null && (
        <p role="alert" className={styles.bad}>
          {error}
        </p>
      )}
      {own === null && (
        <Button look="primary" disabled={busy} onClick={apply}>
          {busy ? 'Applying…' : 'Apply to bid'}
        </Button>
      )}
    </section>
  );
}
