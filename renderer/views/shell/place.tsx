/** Where a desk stands in the frame. Its code may be out of reach when it is opened: the frame stays, says so, and asks again. */
import { type ComponentType, useEffect, useState } from 'react';
import { useLink } from '../../select.ts';
import { isCut } from '../../store/link.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/panel.tsx';
import type { DeskPlace } from './desks.ts';
import styles from './place.module.css';

const loaded = new Map<string, ComponentType>();

async function open({ id, load }: DeskPlace): Promise<ComponentType> {
  const view = loaded.get(id) ?? (await load());
  loaded.set(id, view);
  return view;
}

type Props = {
  readonly place: DeskPlace;
  /** Fetched behind it: a desk that is turned to while the house is away must be here already. */
  readonly others: readonly DeskPlace[];
};

export function Place({ place, others }: Props) {
  const [fetched, setFetched] = useState<string | null>(null);
  const [missed, setMissed] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const cut = useLink(({ connection }) => isCut(connection));
  useEffect(() => {
    // Asked again by hand, and when the house is back.
    void [turn, cut];
    let isHere = true;
    open(place).then(
      () => isHere && setFetched(place.id),
      () => isHere && setMissed(place.id),
    );
    return () => {
      isHere = false;
    };
  }, [place, turn, cut]);
  const View = loaded.get(place.id);
  const isThere = View !== undefined;
  useEffect(() => {
    if (isThere && !cut) for (const other of others) void open(other).catch(() => undefined);
  }, [isThere, cut, others]);

  if (View !== undefined) return <View />;
  if (missed !== place.id || fetched === place.id) return <Empty>Opening the desk…</Empty>;
  return (
    <div className={styles.missed} role="alert">
      <Empty>
        The desk “{place.title}” could not be fetched from the house. It is asked for again when the house is back.
      </Empty>
      <Button onClick={() => setTurn((now) => now + 1)}>Ask now</Button>
    </div>
  );
}
