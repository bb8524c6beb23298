/** The review desk's hooks: the one review of this desk, its names, and how far it has come. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../select.ts';
import { type Review, type ReviewState, reviewOf } from '../../store/review.ts';

export function useReviewOf(): Review {
  return reviewOf(useDesk());
}

export function useReview<T>(select: (state: ReviewState) => T): T {
  return useStore(useReviewOf().store, select);
}

export function useReviewCurrency(): string {
  return useReview((state) => state.catalogue?.currency ?? 'USD');
}

/** An answer that has taken this long is said to be waited for. */
const LATE_MS = 400;

/** True when something has been waited for long: what mostly comes at once would flicker with every record of a live sale. */
export function useLate(isWaiting: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isWaiting]);
  return isLate;
}

/** `12` and `A clock` of a lot's id; the id itself while the catalogue is not known. */
export function useLotName(): (lot: string) => { readonly number: string; readonly title: string } {
  const catalogue = useReview((state) => state.catalogue);
  return (lot) => {
    const known = catalogue?.lots.get(lot);
    return known === undefined ? { number: lot, title: '' } : { number: String(known.number), title: known.title };
  };
}
