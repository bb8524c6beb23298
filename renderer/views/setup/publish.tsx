/** Publishing: what is in the way, the one button, and what the house said. */
import { useDesk, useSale } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import styles from './setup.module.css';
import { useSetup, useSetupState } from './use-setup.ts';

/** Sentences in sight. */
const REFUSED_SHOWN_MAX = 3;

export function Publish() {
  const desk = useDesk();
  const setup = useSetup();
  const publishing = useSetupState((state) => state.publishing);
  const isReady = useSetupState(({ catalogue }) => (catalogue?.sale ?? null) !== null);
  const sits = useSale(({ saleId }) => publishing.phase === 'done' && saleId === publishing.id);
  const { phase } = publishing;
  return (
    <div className={styles.publish}>
      <Button
        look="primary"
        disabled={!isReady || phase === 'busy' || phase === 'pictures' || phase === 'done'}
        onClick={() => void setup.publish()}
      >
        {phase === 'busy' || phase === 'pictures' ? 'Publishing…' : 'Publish to the house'}
      </Button>
      {!isReady && <span className={styles.sentence}>A sale is published when nothing in it is wrong.</span>}
      <span role="status">
        {publishing.phase === 'pictures' && `Picture ${publishing.sent} of ${publishing.of}`}
        {publishing.phase === 'done' && (
          <StateMark
            filled
            mark={{ shape: 'disc', word: `Published: ${publishing.id}, ${countWords(publishing)}`, tint: 'good' }}
          />
        )}
      </span>
      {publishing.phase === 'done' &&
        (sits ? (
          <span className={styles.sentence}>You sit in this sale.</span>
        ) : (
          <Button onClick={() => desk.takeSale(publishing.id)}>Sit in this sale</Button>
        ))}
      {publishing.phase === 'done' && publishing.refused.length > 0 && (
        <span role="alert" className={styles.bad}>
          {publishing.refused.length === 1 ? 'A picture was' : `${publishing.refused.length} pictures were`} not taken:{' '}
          {publishing.refused.slice(0, REFUSED_SHOWN_MAX).join(' ')}
        </span>
      )}
      {publishing.phase === 'failed' && (
        <span role="alert" className={styles.bad}>
          {publishing.why}
        </span>
      )}
    </div>
  );
}

function countWords({ lots, pictures }: { readonly lots: number; readonly pictures: number }): string {
  const parts = [`${lots} ${lots === 1 ? 'lot' : 'lots'}`];
  if (pictures > 0) parts.push(`${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`);
  return parts.join(', ');
}
