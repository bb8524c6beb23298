/** The two live regions: polite and throttled for the focused lot, assertive for what cannot wait. */
import { useStore } from 'zustand';
import { useDesk } from '../../select.ts';
import styles from './live-regions.module.css';

export function LiveRegions() {
  const { store } = useDesk().voice;
  const polite = useStore(store, (voice) => voice.polite);
  const assertive = useStore(store, (voice) => voice.assertive);
  return (
    <div className={styles.hidden}>
      <div role="status" aria-live="polite" aria-label="Focused lot">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        <span key={assertive.turn}>{assertive.text}</span>
      </div>
    </div>
  );
}
