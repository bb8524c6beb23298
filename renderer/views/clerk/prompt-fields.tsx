/** Questions that are typed: an ask, a paddle, a telephone line, a book bid, a message. Enter sends, Escape leaves. */
import { type ReactNode, useState } from 'react';
import type { RoomBidder } from '../../../protocol/wire.ts';
import { useCurrency, useDesk, useLot } from '../../select.ts';
import { amountTyped, amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import styles from './prompt.module.css';
import { PromptFrame } from './prompt-frame.tsx';
import { Typed } from './typed.tsx';
import { useAsk } from './use-ask.ts';
import { type Console, useClerk } from './use-console.ts';

type Props = { readonly console: Console };
type FormProps = {
  readonly title: string;
  readonly go: string;
  readonly console: Console;
  readonly error: string | null;
  /** What was typed, as the console has read it. */
  readonly read?: string | null;
  readonly onGo: () => void;
  readonly children: ReactNode;
};

export function PromptForm({ title, go, console, error, read = null, onGo, children }: FormProps) {
  return (
    <PromptFrame title={title} onClose={() => console.ask(null)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onGo();
        }}
      >
        {children}
        {error !== null && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
        {error === null && (
          <p className={styles.read} role="status">
            {read}
          </p>
        )}
        <Button submit look="primary" keyHint="Enter">
          {go}
        </Button>
      </form>
    </PromptFrame>
  );
}

function knownAs(bidders: readonly RoomBidder[], paddle: string): RoomBidder | undefined {
  const wanted = paddle.trim();
  return bidders.find((known) => known.paddle === wanted || known.bidder === wanted);
}

/** The bidder behind a paddle, or why there is none. */
function bidderOf(console: Console, paddle: string): { readonly bidder: string } | { readonly error: string } {
  const found = knownAs(console.clerk.store.getState().bidders, paddle);
  if (found === undefined) return { error: `There is no paddle ${paddle.trim()} in this sale.` };
  return { bidder: found.bidder };
}

/** Whose paddle is being typed, before anything is bid for them; null while it is nobody's. */
function useWhose(paddle: string): string | null {
  const bidders = useClerk((state) => state.bidders);
  const found = knownAs(bidders, paddle);
  if (found === undefined) return null;
  return `${found.name ?? `Paddle ${found.paddle}`}${found.suspended ? ', suspended' : ''}`;
}

/** Above the ask it is a jump, below a cut: the reason in the log says which. */
export function AmountPrompt({ console }: Props) {
  const currency = useCurrency();
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const before = useLot(console.shown, ({ tick }) => tick?.askMinor ?? 0) ?? 0;
  const typed = amountTyped(text, currency);
  const go = () => {
    const lot = console.shown;
    const askMinor = typed;
    if (lot === null || askMinor === null) return setError('Type an amount, like 1500 or 1.5k.');
    console.ask(null);
    void console.clerk.order({ type: 'SetAsk', lot, askMinor, reason: askMinor >= before ? 'Jump' : 'Cut' });
  };
  return (
    <PromptForm
      title="Set the ask"
      go={typed === null ? 'Set' : `${typed >= before ? 'Jump' : 'Cut'} to ${amountWords(typed, currency)}`}
      console={console}
      error={error}
      onGo={go}
    >
      <Typed label="Ask" placeholder="Amount" decimal value={text} onTyped={setText} />
    </PromptForm>
  );
}

export function PaddlePrompt({ console }: Props) {
  const currency = useCurrency();
  // An internet bid may move the ask while the paddle is typed: the button names what Enter would bid.
  const askMinor = useAsk(console.shown);
  const [paddle, setPaddle] = useState('');
  const [error, setError] = useState<string | null>(null);
  const go = () => {
    const found = bidderOf(console, paddle);
    if ('error' in found) return setError(found.error);
    console.ask(null);
    console.bid('floor', found.bidder);
  };
  return (
    <PromptForm
      title="Floor bid at the ask"
      go={askMinor === null ? 'Bid' : `Bid ${amountWords(askMinor, currency)}`}
      console={console}
      error={error}
      read={useWhose(paddle)}
      onGo={go}
    >
      <Typed label="Paddle" value={paddle} onTyped={setPaddle} />
    </PromptForm>
  );
}

export function PhonePrompt({ console }: Props) {
  const [name, setName] = useState('');
  const [paddle, setPaddle] = useState('');
  const [error, setError] = useState<string | null>(null);
  const go = async () => {
    if (name.trim() === '') return setError('A line needs the name of who speaks.');
    const why = await console.clerk.addPhone(name.trim(), paddle.trim());
    if (why === null) console.ask(null);
    else setError(why);
  };
  return (
    <PromptForm title="New telephone line" go="Add" console={console} error={error} onGo={() => void go()}>
      <Typed label="Name of the line" placeholder="Name" maxLength={40} value={name} onTyped={setName} />
      <Typed
        label="Paddle of the line, if it has one"
        placeholder="Paddle, if any"
        value={paddle}
        onTyped={setPaddle}
      />
    </PromptForm>
  );
}

/** For the open lot, or for the next one while none is open. What was typed is gone from the screen as soon as it is sent. */
export function BookPrompt({ console }: Props) {
  const desk = useDesk();
  const currency = useCurrency();
  const [paddle, setPaddle] = useState('');
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const lot = desk.sale.getState().current ?? console.next;
  const number = lot === null ? '' : (desk.lots.get(lot)?.getState().lot.number ?? '');
  const whose = useWhose(paddle);
  const typed = amountTyped(text, currency);
  const read = [whose, typed === null ? null : `up to ${amountWords(typed, currency)}`].filter((part) => part !== null);
  const go = () => {
    const found = bidderOf(console, paddle);
    const amountMinor = typed;
    if ('error' in found) return setError(found.error);
    if (amountMinor === null || lot === null) return setError('Type the maximum, like 1500 or 1.5k.');
    console.ask(null);
    void console.clerk.bid(lot, found.bidder, amountMinor, 'book');
  };
  return (
    <PromptForm
      title={`Book bid, lot ${number}`}
      go="Enter"
      console={console}
      error={error}
      read={read.join(', ')}
      onGo={go}
    >
      <Typed label="Paddle" value={paddle} onTyped={setPaddle} />
      <Typed label="Maximum" decimal value={text} onTyped={setText} />
    </PromptForm>
  );
}

export function MessagePrompt({ console }: Props) {
  const [text, setText] = useState('');
  const go = () => {
    if (text.trim() === '') return;
    console.ask(null);
    void console.clerk.order({ type: 'Message', text: text.trim() });
  };
  return (
    <PromptForm title="Message to all desks" go="Send" console={console} error={null} onGo={go}>
      <Typed label="Message" placeholder="One line" maxLength={200} value={text} onTyped={setText} />
    </PromptForm>
  );
}
