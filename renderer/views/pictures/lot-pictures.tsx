/** The pictures of a lot: its price over time, and how deep the bidding went; one at a time where there is room for one. Each is a table too. */
import { useState } from 'react';
import { useNarrow } from '../../select.ts';
import { PriceChart } from '../bidder/price-chart.tsx';
import { Segments } from '../parts/segments.tsx';
import { LotDepth } from './lot-depth.tsx';
import styles from './lot-pictures.module.css';

const PICTURES = [
  ['price', 'Price'],
  ['depth', 'Depth'],
] as const;
/** From this width on both stand one above the other. */
const BOTH_REM = 112;

export function LotPictures({ lot }: { readonly lot: string }) {
  const [picture, setPicture] = useState<'price' | 'depth'>('price');
  const isNarrow = useNarrow(BOTH_REM);
  return (
    <div className={styles.pictures}>
      {isNarrow && <Segments label="Picture" value={picture} options={PICTURES} onChange={setPicture} />}
      {(!isNarrow || picture === 'price') && <PriceChart lot={lot} />}
      {!isNarrow && <h4 className={styles.name}>Depth</h4>}
      {(!isNarrow || picture === 'depth') && <LotDepth lot={lot} />}
    </div>
  );
}
