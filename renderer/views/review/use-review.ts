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

/** Opens a log; what could not be opened is said until it is closed or another log is there, since what is verified meanwhile is not it. */
export function useOpening() {
  const review = useReviewOf();
  const name = useReview((state) => state.name);
  const [missed, setMissed] = useState<{ readonly why: string; readonly name: string } | null>(null);
  return {
    missed: missed?.name === name ? missed.why : null,
    close: () => setMissed(null),
    async run(opening: Promise<void>): Promise<void> {
      setMissed(null);
      await opening;
      const { error, name: stays, isLive } = review.store.getState();
      const what = isLive ? 'the live sale' : stays;
      if (error !== null) setMissed({ why: `${error} What is open here is still ${what}.`, name: stays });
    },
  };
}
export type Opening = ReturnType<typeof useOpening>;

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
