/** The picture of a lot, or its number where there is none. The box is there before the picture: nothing jumps. */
import { useState } from 'react';
import type { PublicLot } from '../../../protocol/wire.ts';
import { useSale } from '../../select.ts';
import { cx } from './cx.ts';
import styles from './lot-picture.module.css';

type Props = { readonly lot: PublicLot; readonly large?: boolean };

export function LotPicture({ lot, large = false }: Props) {
  const saleId = useSale((state) => state.saleId);
  const [failed, setFailed] = useState<string | null>(null);
  const address = addressOf(lot.image, saleId);
  return (
    <span className={cx(styles.box, large && styles.large)} aria-hidden="true">
      {address === null || failed === address ? (
        <span className={styles.number}>{lot.number}</span>
      ) : (
        <img
          className={styles.picture}
          src={address}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setFailed(address)}
        />
      )}
    </span>
  );
}

/** A path of the catalogue, below the house's own pictures of that sale unless it says otherwise. */
function addressOf(image: string | undefined, saleId: string | null): string | null {
  if (image === undefined || saleId === null) return null;
  if (image.startsWith('/')) return image;
  return `/v1/sales/${saleId}/images/${encodeURIComponent(image.split('/').at(-1) ?? '')}`;
}
