/** What became of a lot that is over, in the place of the hand that could bid on it: nothing below it moves when the hammer falls. */
import { useCurrency, useLot, usePaddle, useSale, useStance } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { LOT_MARKS, STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import styles from './bid-bar.module.css';
import { whoWords } from './ladder.tsx';

const OVERRIDES = { passed: 'LotPassed', withdrawn: 'LotWithdrawn' } as const;

export function Result({ lot }: { readonly lot: string }) {
  const currency = useCurrency();
  const paddle = usePaddle();
  const stance = useStance(lot);
  const tick = useLot(lot, (face) => face.tick);
  const words = useSale((state) => state.words);
  const notices = useSale((state) => state.notices);
  if (tick === null) return null;
  const { status, leader, priceMinor } = tick;
  const isMine = stance === 'won' || stance === 'lost';
  return (
    <div className={styles.result}>
      <StateMark mark={isMine ? STANCE_MARKS[stance] : LOT_MARKS[status]} filled />
      <p>{sentence()}</p>
    </div>
  );

  function sentence(): string {
    const money = (minor: number | null) => (minor === null ? 'a price unknown' : amountWords(minor, currency));
    if (status === 'sold') {
      if (stance !== 'won')
        return `Sold to ${leader === null ? 'somebody' : inside(whoWords(leader, paddle))} for ${money(priceMinor)}.`;
      const won = notices.find((notice) => notice.type === 'won' && notice.lot === lot);
      const premium = won?.type === 'won' ? `, and a premium of ${money(won.premiumMinor)}` : '';
      return `Yours for ${money(priceMinor)}${premium}.`;
    }
    if (status !== 'passed' && status !== 'withdrawn') return '';
    const word = words.find((said) => said.type === 'override' && said.lot === lot && said.what === OVERRIDES[status]);
    const why = word?.type === 'override' ? `: ${word.reason}` : '';
    return status === 'passed' ? `Not sold${why}` : `Taken out of the sale${why}`;
  }
}

/** Within a line. */
function inside(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
