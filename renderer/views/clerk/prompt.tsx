/**
 * The line below the block: what the last order became. A question that a command asks lies over it and over the commands,
 * which rest meanwhile: nothing moves, no figure is covered, and every choice is read whole.
 */
import { Button } from '../parts/button.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import { OrderWords } from './order-words.tsx';
import styles from './prompt.module.css';
import { AmountPrompt, BookPrompt, MessagePrompt, PaddlePrompt, PhonePrompt } from './prompt-fields.tsx';
import { ReasonPrompt, ResumePrompt, VoidPrompt } from './prompt-reasons.tsx';
import { RegisterPrompt } from './prompt-register.tsx';
import { type Console, useClerk } from './use-console.ts';

export function PromptLine({ console }: { readonly console: Console }) {
  return (
    <div className={styles.place}>
      {console.prompt === null ? <LastOrder console={console} /> : <Asked console={console} />}
    </div>
  );
}

function Asked({ console }: { readonly console: Console }) {
  const { prompt } = console;
  switch (prompt?.kind) {
    case 'reason':
      return <ReasonPrompt console={console} prompt={prompt} />;
    case 'ask':
      return <AmountPrompt console={console} />;
    case 'paddle':
      return <PaddlePrompt console={console} />;
    case 'phone':
      return <PhonePrompt console={console} />;
    case 'book':
      return <BookPrompt console={console} />;
    case 'void':
      return <VoidPrompt console={console} />;
    case 'message':
      return <MessagePrompt console={console} />;
    case 'register':
      return <RegisterPrompt console={console} />;
    case 'resume':
      return <ResumePrompt console={console} />;
    default:
      return null;
  }
}

const MARKS: Readonly<Record<'pending' | 'done' | 'refused' | 'unknown', Mark>> = {
  pending: { shape: 'dashed', word: 'Asking the house…', tint: 'accent' },
  done: { shape: 'disc', word: 'Done', tint: 'good' },
  refused: { shape: 'cross', word: 'Not taken', tint: 'bad' },
  unknown: { shape: 'dashed', word: 'Unknown', tint: 'warn' },
};

function LastOrder({ console }: { readonly console: Console }) {
  const last = useClerk((state) => state.orders[0]);
  if (console.hint !== null)
    return (
      <p className={styles.last} role="status">
        <StateMark mark={{ shape: 'dash', word: 'Nothing sent', tint: 'warn' }} filled /> {console.hint}
      </p>
    );
  if (last === undefined) return <p className={styles.idle}>What the house says to your orders stands here.</p>;
  return (
    <p className={styles.last} role="status">
      <StateMark mark={MARKS[last.state]} filled />
      <span className={styles.words}>
        <OrderWords order={last} />
      </span>
      {last.why !== null && <span className={styles.why}>{last.why}</span>}
      {last.state === 'unknown' && last.request.type === 'PlaceBid' && (
        <Button size="small" onClick={() => void console.clerk.again(last)}>
          Ask again, same bid
        </Button>
      )}
    </p>
  );
}
