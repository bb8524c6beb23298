/** Which pictures the list names, which of them lie at this desk, and what is wrong with those that cannot be sent. */
import { countPictures } from '../../store/pictures.ts';
import { saleToPublish } from '../../store/setup.ts';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './setup.module.css';
import { useSetupState } from './use-setup.ts';

/** Names in sight; the rest is a number. */
const NAMED_MAX = 3;

export function PictureLine() {
  const pictures = useSetupState((state) => state.pictures);
  const setup = useSetupState((state) => state);
  const { named, ready, missing, wrong, spare } = countPictures(pictures, saleToPublish(setup));
  if (named === 0 && pictures.length === 0) return null;
  return (
    <div className={styles.pictures} role="status" aria-label="Pictures">
      {named > 0 && <StateMark filled mark={markOf(ready.length, named)} />}
      {missing.length > 0 && (
        <span className={styles.sentence}>
          Not here: {missing.slice(0, NAMED_MAX).join(', ')}
          {missing.length > NAMED_MAX && ` and ${missing.length - NAMED_MAX} more`}. Drop them here.
        </span>
      )}
      {spare > 0 && (
        <span className={styles.sentence}>
          {spare === 1 ? 'One picture is' : `${spare} pictures are`} named by no lot and will not be sent.
        </span>
      )}
      {wrong.map((why) => (
        <span key={why} className={styles.bad}>
          {why}
        </span>
      ))}
    </div>
  );
}

function markOf(ready: number, named: number): Mark {
  const word = `${ready} of ${named} ${named === 1 ? 'picture' : 'pictures'}`;
  return ready === named ? { shape: 'disc', word, tint: 'good' } : { shape: 'ring', word, tint: 'warn' };
}
