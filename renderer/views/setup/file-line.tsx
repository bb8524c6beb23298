/** Which file is looked at, how to take another, and in one line whether it can be sold. */
import { useRef } from 'react';
import { Button } from '../parts/button.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './setup.module.css';
import { useSetup, useSetupState } from './use-setup.ts';

export function FileLine() {
  const setup = useSetup();
  const name = useSetupState(({ file }) => file?.name ?? null);
  const error = useSetupState((state) => state.error);
  const catalogue = useSetupState((state) => state.catalogue);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.file}>
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label="Catalogue"
        accept=".csv,.json,.png,.jpg,.jpeg,.webp,.avif"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file, mended, must be a change again.
          event.target.value = '';
          void setup.takeAll(files);
        }}
      />
      <span className={styles.name}>{name ?? 'or drop a CSV or JSON anywhere here, its pictures with it'}</span>
      <span role="status">{catalogue !== null && <StateMark filled mark={markOf(catalogue)} />}</span>
      {error !== null && (
        <span role="alert" className={styles.bad}>
          {error}
        </span>
      )}
    </div>
  );
}

function markOf({ rows, faults }: { readonly rows: readonly unknown[]; readonly faults: readonly unknown[] }): Mark {
  const count = `${rows.length} ${rows.length === 1 ? 'lot' : 'lots'}`;
  if (faults.length === 0) return { shape: 'disc', word: `${count}, all right`, tint: 'good' };
  return {
    shape: 'cross',
    word: `${count}, ${faults.length} ${faults.length === 1 ? 'thing' : 'things'} wrong`,
    tint: 'bad',
  };
}
