/** Questions that a digit answers: why, which bid, how much grace. Own words go into the field, by Tab and Enter. */
import { useEffect, useState } from 'react';
import type { ClerkRequest, RoomBid } from '../../../protocol/wire.ts';
import { useCurrency, useDesk, useLot } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { CHANNELS } from './block.tsx';
import { usePaddleWords } from './paddle-words.ts';
import styles from './prompt.module.css';
import { PromptFrame } from './prompt-frame.tsx';
import { GRACES_MS, REASONS } from './reasons.ts';
import type { Console, Prompt } from './use-console.ts';

/** Bids offered for voiding: one a digit, the newest first. */
const BIDS_MAX = 9;
const TITLES = {
  pass: 'Pass: why?',
  withdraw: 'Withdraw: why?',
  reopen: 'Reopen: why?',
  void: 'Void: why?',
  hold: 'Hold the sale: why?',
};

type ReasonProps = { readonly console: Console; readonly prompt: Extract<Prompt, { kind: 'reason' }> };

export function ReasonPrompt({ console, prompt }: ReasonProps) {
  const desk = useDesk();
  const [own, setOwn] = useState('');
  const { what, bid } = prompt;
  const presets = REASONS[what];
  // An open lot is withdrawn before the next one; with none open, the next one is meant.
  const lot = what === 'withdraw' ? (desk.sale.getState().current ?? console.next) : console.shown;
  const number = lot === null ? '' : ` lot ${desk.lots.get(lot)?.getState().lot.number ?? ''}`;
  const title =
    bid === undefined ? TITLES[what].replace(':', what === 'hold' ? ':' : `${number}:`) : `Void ${bid.words}: why?`;

  const give = (reason: string) => {
    const request = requestOf(what, lot, bid?.id, reason);
    console.ask(null);
    // The order names the bid by its id, which says nothing to who reads the list later.
    if (request !== null)
      void console.clerk.order(request, bid && `Lot ${bid.lotNumber}: void ${bid.words}, ${reason}`);
  };
  return (
    <PromptFrame
      title={title}
      onClose={() => console.ask(null)}
      onDigit={(digit) => presets[digit - 1] && give(presets[digit - 1] ?? '')}
    >
      <div className={styles.choices}>
        {presets.map((reason, index) => (
          <Button key={reason} size="small" keyHint={String(index + 1)} onClick={() => give(reason)}>
            {reason}
          </Button>
        ))}
      </div>
      <form
        className={styles.own}
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim() !== '') give(own.trim());
        }}
      >
        <Field
          label="Own words"
          bare
          placeholder="Own words (Tab)"
          maxLength={200}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
      </form>
    </PromptFrame>
  );
}

function requestOf(
  what: keyof typeof REASONS,
  lot: string | null,
  bidId: string | undefined,
  reason: string,
): ClerkRequest | null {
  if (what === 'hold') return { type: 'HoldSale', reason };
  if (what === 'void') return bidId === undefined ? null : { type: 'VoidBid', bidId, reason };
  if (lot === null) return null;
  return { type: ({ pass: 'Pass', withdraw: 'Withdraw', reopen: 'Reopen' } as const)[what], lot, reason };
}

/** The house is asked for the bids of the lot, since their ids are in no tick. */
export function VoidPrompt({ console }: { readonly console: Console }) {
  const currency = useCurrency();
  const [bids, setBids] = useState<readonly RoomBid[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { clerk, shown, ask } = console;
  const lotNumber = useLot(shown, ({ lot }) => lot.number);
  const paddleWords = usePaddleWords();
  useEffect(() => {
    let isHere = true;
    clerk.room(shown).then(
      (room) => isHere && setBids([...room.bids].reverse().slice(0, BIDS_MAX)),
      (cause: Error) => isHere && setError(cause.message),
    );
    return () => {
      isHere = false;
    };
  }, [clerk, shown]);
  const wordsOf = (bid: RoomBid) => `${amountWords(bid.amountMinor, currency)}, ${paddleWords(bid.bidder)}`;
  const pick = (digit: number) => {
    const bid = bids?.[digit - 1];
    if (bid !== undefined) ask({ kind: 'reason', what: 'void', bid: { id: bid.id, words: wordsOf(bid), lotNumber } });
  };
  return (
    <PromptFrame title="Void which bid?" onClose={() => ask(null)} onDigit={pick}>
      <div className={styles.choices}>
        {error !== null && <p className={styles.error}>{error}</p>}
        {bids?.length === 0 && <p>No bid stands that could be voided.</p>}
        {bids?.map((bid, index) => (
          <Button key={bid.id} size="small" keyHint={String(index + 1)} onClick={() => pick(index + 1)}>
            {wordsOf(bid)}
            {bid.channel !== 'phone' && `, ${CHANNELS[bid.channel]}`}
          </Button>
        ))}
      </div>
    </PromptFrame>
  );
}

export function ResumePrompt({ console }: { readonly console: Console }) {
  const give = (digit: number) => {
    const graceMs = GRACES_MS[digit - 1];
    if (graceMs === undefined) return;
    console.ask(null);
    void console.clerk.order({ type: 'ResumeSale', graceMs });
  };
  return (
    <PromptFrame title="Resume: how much grace?" onClose={() => console.ask(null)} onDigit={give}>
      <div className={styles.choices}>
        {GRACES_MS.map((graceMs, index) => (
          <Button key={graceMs} size="small" keyHint={String(index + 1)} onClick={() => give(index + 1)}>
            {graceMs === 0 ? 'None' : `${graceMs / 1000} s`}
          </Button>
        ))}
      </div>
    </PromptFrame>
  );
}
