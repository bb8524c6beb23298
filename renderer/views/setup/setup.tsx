/** Setting a sale up: the list of lots with every wrong cell marked, the terms it is sold under, who may bid, and a rehearsal of it. */
import { type DragEvent, useState } from 'react';
import { cx } from '../parts/cx.ts';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { Bidders } from './bidders.tsx';
import { FileLine } from './file-line.tsx';
import { PictureLine } from './picture-line.tsx';
import { Policy } from './policy.tsx';
import { Preview } from './preview.tsx';
import { Publish } from './publish.tsx';
import { Rehearsal } from './rehearsal.tsx';
import styles from './setup.module.css';
import { Terms } from './terms.tsx';
import { useSetup } from './use-setup.ts';

type Tab = 'terms' | 'bidders' | 'rehearsal';
const TABS = [
  ['terms', 'Terms'],
  ['bidders', 'Bidders'],
  ['rehearsal', 'Rehearsal'],
] as const;

export function Setup() {
  const [tab, setTab] = useState<Tab>('terms');
  const setup = useSetup();
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  /** Whatever lies on the desk is left too, on the way across. */
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { files, items } = event.dataTransfer;
    // The files of a drop are its items of that kind, in their order.
    const isFolder = [...items].flatMap((item) => (item.kind === 'file' ? [isFolderItem(item)] : []));
    const folder = [...files].find((_, at) => isFolder[at]);
    void setup.takeAll(
      [...files].filter((_, at) => !isFolder[at]),
      folder?.name,
    );
  };
  return (
    <div className={cx(styles.desk, isOver && styles.over)} onDragOver={over} onDragLeave={leave} onDrop={drop}>
      <div className={styles.left}>
        <FileLine />
        <PictureLine />
        <Preview />
      </div>
      <Panel
        className={styles.right}
        title={<Segments label="Beside the list" value={tab} options={TABS} onChange={setTab} />}
        bare
      >
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={TABS.find(([id]) => id === tab)?.[1]}>
          {tab === 'terms' && (
            <>
              <Terms />
              <Policy />
            </>
          )}
          {tab === 'bidders' && <Bidders />}
          {tab === 'rehearsal' && <Rehearsal />}
        </div>
        {tab === 'terms' && <Publish />}
      </Panel>
    </div>
  );
}

function isFolderItem(item: DataTransferItem): boolean {
  return item.webkitGetAsEntry()?.isDirectory === true;
}
