/** Publishing: what is in the way, the one button, and what the house said. */
import { useDesk } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import styles from './setup.module.css';
import { useSetup, useSetupState } from './use-setup.ts';

export function Publish() {
  const desk = useDesk();
  const setup = useSetup();
  const publishing = useSetupState((state) => state.publishing);
  const isReady = useSetupState(({ catalogue }) => (catalogue?.sale ?? null) !== null);
  const { phase } = publishing;
  return (
    <div className={styles.publish}>
      <Button
        look="primary"
        disabled={!isReady || phase === 'busy' || phase === 'done'}
        onClick={() => void setup.publish()}
      >
        {phase === 'busy' ? 'Publishing…' : 'Publish to the house'}
      </Button>
      {!isReady && <span className={styles.sentence}>A sale is published when nothing in it is wrong.</span>}
      <span role="status">
        {publishing.phase === 'done' && (
          <StateMark
            filled
            mark={{ shape: 'disc', word: `Published: ${publishing.id}, ${publishing.lots} lots`, tint: 'good' }}
          />
        )}
      </span>
      {publishing.phase === 'done' && <Button onClick={() => desk.takeSale(publishing.id)}>Sit in this sale</Button>}
      {publishing.phase === 'failed' && (
        <span role="alert" className={styles.bad}>
          {publishing.why}
        </span>
      )}
    </div>
  );
}
