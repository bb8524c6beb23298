/** The rungs above the ask: where it goes from here, each step taken at the ask, as the house says. Their place is there before they are. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useDesk, useLotPaced } from '../../select.ts';
import { cx } from '../parts/cx.ts';
import { Money } from '../parts/money.tsx';
import styles from './ladder.module.css';
import { useAtStake } from './use-at-stake.ts';

/** As many as a tall screen shows; a low one shows the nearest, or none (the style sheet). */
const RUNGS = 6;

export function Rungs({ lot, everyMs }: { readonly lot: string; readonly everyMs: number }) {
  const { ladder } = useDesk();
  const maxMinor = useAtStake(lot);
  const askMinor = useLotPaced(lot, ({ tick }) => tick?.askMinor ?? null, everyMs);
  const version = useStore(ladder.store);
  useEffect(() => {
    void version;
    if (askMinor !== null) ladder.climb(askMinor, RUNGS);
  }, [ladder, version, askMinor]);
  const asks = askMinor === null ? [] : ladder.after(askMinor, RUNGS);
  return PLACES.map((place) => {
    const rung = asks[place];
    const isWithin = rung !== undefined && maxMinor !== null && rung <= maxMinor;
    return (
      <tr key={place} className={cx(styles.rung, isWithin && styles.within)} data-place={place + 1}>
        <td>{rung === undefined ? '\u00a0' : isWithin ? 'Then, within your maximum' : 'Then'}</td>
        <td className={styles.end}>
          <Money minor={rung} none="" />
        </td>
        <td />
      </tr>
    );
  });
}

/** The highest on top, as on a ladder. */
const PLACES = Array.from({ length: RUNGS }, (_, place) => RUNGS - 1 - place);
