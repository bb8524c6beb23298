/** How far the sale is: lots, hammer total, pace. Fixed places; figures only. */
import { useSale } from '../../select.ts';
import { Money } from '../parts/money.tsx';
import styles from './progress.module.css';
import { useProgress } from './running.ts';

export function ProgressBar() {
  const { sold, passed, withdrawn, lots, hammerMinor, perHour } = useProgress();
  const registered = useSale((state) => state.registered);
  const over = sold + passed + withdrawn;
  return (
    <section className={styles.bar} aria-label="Progress of the sale">
      <progress className={styles.line} aria-label="Lots done" max={Math.max(lots, 1)} value={over} />
      <dl className={styles.figures}>
        <Figure label="Lots done" value={`${over} of ${lots}`} />
        <Figure label="Sold" value={String(sold)} />
        <Figure label="Passed" value={String(passed)} />
        <Figure label="Withdrawn" value={String(withdrawn)} />
        <div>
          <dt>Hammer total</dt>
          <dd>
            <Money minor={hammerMinor} />
          </dd>
        </div>
        <Figure label="Lots an hour" value={perHour === null ? '–' : String(perHour)} />
        <Figure label="Registered" value={String(registered)} />
      </dl>
    </section>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
