/** A paddle for somebody who came to the door: registered in this sale, with a limit if there is one. */
import { useState } from 'react';
import { useCurrency } from '../../select.ts';
import { amountTyped } from '../../words.ts';
import { PromptForm } from './prompt-fields.tsx';
import { Typed } from './typed.tsx';
import type { Console } from './use-console.ts';

/** What the house takes as the id of a bidder and as a paddle. */
const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

export function RegisterPrompt({ console }: { readonly console: Console }) {
  const currency = useCurrency();
  const [bidder, setBidder] = useState('');
  const [paddle, setPaddle] = useState('');
  const [limit, setLimit] = useState('');
  const [error, setError] = useState<string | null>(null);
  const go = () => {
    const limitMinor = limit.trim() === '' ? null : amountTyped(limit, currency);
    if (!TOKEN.test(bidder.trim()) || !TOKEN.test(paddle.trim()))
      return setError('Bidder and paddle take letters without accents, figures, - and _.');
    if (limit.trim() !== '' && limitMinor === null) return setError('Type the limit like 1500 or 1.5k, or none.');
    console.ask(null);
    void console.clerk.order({ type: 'RegisterBidder', bidder: bidder.trim(), paddle: paddle.trim(), limitMinor });
  };
  return (
    <PromptForm title="Register a paddle" go="Register" console={console} error={error} onGo={go}>
      <Typed label="Bidder" value={bidder} onTyped={setBidder} />
      <Typed label="Paddle" value={paddle} onTyped={setPaddle} />
      <Typed label="Limit, if any" decimal value={limit} onTyped={setLimit} />
    </PromptForm>
  );
}
