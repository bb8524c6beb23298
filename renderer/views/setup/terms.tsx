/** What the sale is called, in which money, by which steps, and at which premium. */
import { useState } from 'react';
import type { Increments } from '../../../protocol/sale.ts';
import { amountTyped, digitsOf } from '../../words.ts';
import { Field, Select } from '../parts/field.tsx';
import styles from './setup.module.css';
import { plainAmount, rateTyped, rateWords, tiersTyped, tierWords } from './tiers.ts';
import { useSetup, useSetupState } from './use-setup.ts';

const LADDERS = [
  ['ladder258', 'The saleroom’s: 2, 5, 8'],
  ['steps', 'Own steps'],
] as const;
const LADDER_HINTS = {
  ladder258: '10, 20, … 200, 220, 250, 280, 300, … 500, 550, … 1,000, 1,100, … and so on, ten times as much.',
  steps: 'From each price on, the step that is typed beside it.',
} as const;
const BOUNDS = [
  ['low', 'The row that begins there'],
  ['high', 'The row before'],
] as const;
const LIST = new Intl.ListFormat('en-GB');

export function Terms() {
  const setup = useSetup();
  const terms = useSetupState((state) => state.terms);
  const increments = useSetupState(({ rules }) => rules.increments);
  const file = useSetupState((state) => state.file);
  const unread = useSetupState((state) => state.unread);
  // What was typed for one file is not what another says.
  const [of, setOf] = useState({ file, turn: 0 });
  if (of.file !== file) setOf({ file, turn: of.turn + 1 });
  const isJson = file?.format === 'json';
  const money = usableCurrency(terms.currency);
  return (
    <div className={styles.form}>
      {unread.length > 0 && (
        <p className={styles.bad}>
          The file’s own {LIST.format(unread)} cannot be taken: see what is wrong. The house’s stand here instead.
        </p>
      )}
      <Field
        label="Id of the sale"
        value={terms.saleId}
        hint="Letters, digits, _ and -. It is the name of its log for good."
        onChange={(event) => setup.setTerms({ saleId: event.target.value })}
      />
      <Field label="Title" value={terms.title} onChange={(event) => setup.setTerms({ title: event.target.value })} />
      <Field
        label="Currency"
        value={terms.currency}
        readOnly={isJson}
        maxLength={3}
        hint={isJson ? 'As the file says: its amounts are in it.' : 'Three letters, like GBP.'}
        onChange={(event) => setup.setTerms({ currency: event.target.value.toUpperCase() })}
      />
      <Select
        label="Increments"
        value={increments.kind}
        options={LADDERS}
        hint={LADDER_HINTS[increments.kind]}
        onChange={(kind) => setup.setRules({ increments: ofKind(kind, money) })}
      />
      {increments.kind === 'steps' && <Steps increments={increments} currency={money} key={`${money} ${of.turn}`} />}
      <Premium currency={money} key={`premium ${money} ${of.turn}`} />
    </div>
  );
}

type StepsProps = { readonly increments: Extract<Increments, { kind: 'steps' }>; readonly currency: string };

function Steps({ increments, currency }: StepsProps) {
  const setup = useSetup();
  const amount = (minor: number) => plainAmount(minor, digitsOf(currency));
  const read = (text: string) => amountTyped(text, currency);
  return (
    <>
      <TierField
        label="Steps"
        hint="From a price, the step: 0 10; 200 20; 1000 100"
        wrong="Each part is a price and a step, parted by a semicolon: 0 10; 200 20"
        text={tierWords(increments.rows, amount, amount)}
        typed={(text) => tiersTyped(text, read, read)}
        onTyped={(rows) => setup.setRules({ increments: { ...increments, rows } })}
        canBeEmpty={false}
      />
      <Select
        label="A price that is exactly a beginning"
        value={increments.bound}
        options={BOUNDS}
        onChange={(bound) => setup.setRules({ increments: { ...increments, bound } })}
      />
    </>
  );
}

function Premium({ currency }: { readonly currency: string }) {
  const setup = useSetup();
  const premium = useSetupState(({ rules }) => rules.premium);
  return (
    <TierField
      label="Buyer’s premium"
      hint="From a hammer price, the per cent on what is above it: 0 26; 800000 20. Empty for none."
      wrong="Each part is a price and a per cent, parted by a semicolon: 0 26; 800000 20"
      text={tierWords(premium, (minor) => plainAmount(minor, digitsOf(currency)), rateWords)}
      typed={(text) => tiersTyped(text, (part) => amountTyped(part, currency), rateTyped)}
      onTyped={(tiers) => setup.setRules({ premium: tiers })}
      canBeEmpty
    />
  );
}

type TierProps = {
  readonly label: string;
  readonly hint: string;
  readonly wrong: string;
  readonly text: string;
  readonly typed: (text: string) => readonly (readonly [number, number])[] | null;
  readonly onTyped: (tiers: readonly (readonly [number, number])[]) => void;
  readonly canBeEmpty: boolean;
};

/** Keeps what is being typed; hands on only what can be read. */
function TierField({ label, hint, wrong, text, typed, onTyped, canBeEmpty }: TierProps) {
  const [draft, setDraft] = useState(text);
  const read = typed(draft);
  const isWrong = read === null || (read.length === 0 && !canBeEmpty);
  return (
    <Field
      label={label}
      value={draft}
      hint={hint}
      error={isWrong ? `${wrong}. Until it can be read, the last one that could counts.` : null}
      onChange={(event) => {
        setDraft(event.target.value);
        const tiers = typed(event.target.value);
        if (tiers !== null && (tiers.length > 0 || canBeEmpty)) onTyped(tiers);
      }}
    />
  );
}

function ofKind(kind: Increments['kind'], currency: string): Increments {
  const unit = 10 ** digitsOf(currency);
  if (kind === 'ladder258') return unit === 100 ? { kind } : { kind, minorPerUnit: unit };
  return { kind, bound: 'low', rows: [[0, 10 * unit]] };
}

/** While a currency is being typed it is none yet. */
function usableCurrency(currency: string): string {
  return /^[A-Z]{3}$/.test(currency) ? currency : 'GBP';
}
