/** Words on a lot that follow its store by writing the text itself, as `LiveMoney` does its amounts: a tick renders nothing. */
import { useLayoutEffect, useRef } from 'react';
import { useDesk } from '../../select.ts';
import type { LotFace } from '../../store/lots.ts';
import styles from './live-words.module.css';

/** `words` is the same function in every render. */
export function LiveWords({ lot, words }: { readonly lot: string; readonly words: (face: LotFace) => string }) {
  const store = useDesk().lots.get(lot);
  const mark = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (store === undefined) return;
    const text = document.createTextNode('');
    mark.current?.replaceChildren(text);
    let letters = 0;
    const write = (face: LotFace) => {
      const now = words(face);
      if (now === text.data) return;
      text.data = now;
      if (now.length !== letters) mark.current?.style.setProperty('--letters', `${now.length}`);
      letters = now.length;
    };
    write(store.getState());
    return store.subscribe(write);
  }, [store, words]);
  return (
    <span className={styles.place}>
      <span ref={mark} className={styles.words} />
    </span>
  );
}
