/** The pictures of a lot, one at a time: its price over time, or how deep the bidding went. Each is a table too. */
import { useState } from 'react';
import { PriceChart } from '../bidder/price-chart.tsx';
import { Segments } from '../parts/segments.tsx';
import { LotDepth } from './lot-depth.tsx';
import styles from './lot-pictures.module.css';

const PICTURES = [
  ['price', 'Price'],
  ['depth', 'Depth'],
] as const;

export function LotPictures({ lot }: { readonly lot: string }) {
  const [picture, setPicture] = useState<'price' | 'depth'>('price');
  return (
    <div className={styles.pictures}>
      <Segments label="Picture" value={picture} options={PICTURES} onChange={setPicture} />
      {picture === 'price' ? <PriceChart lot={lot} /> : <LotDepth lot={lot} />}
    </div>
  );
}
