/** The policies by name, each with the sentence of what is chosen. */
import type { Extension, Policies } from '../../../protocol/sale.ts';
import { Field, Select } from '../parts/field.tsx';
import { EXTENSIONS, NAMED, type Named, POLICIES, SCOPES } from './policy-words.ts';
import styles from './setup.module.css';
import { useSetup, useSetupState } from './use-setup.ts';

const SOFT_CLOSE: Extension = {
  windowMs: 30_000,
  base: 'bid',
  addMs: 30_000,
  maxCount: null,
  hardEndAt: null,
  scope: 'lot',
};
const MINUTES_MAX = 60;

export function Policy() {
  const setup = useSetup();
  const policies = useSetupState(({ rules }) => rules.policies);
  const change = (part: Partial<Policies>) => setup.setRules({ policies: { ...policies, ...part } });
  return (
    <div className={styles.form}>
      {NAMED.map((name) => (
        <Choice
          key={name}
          title={POLICIES[name].title}
          value={policies[name]}
          choices={POLICIES[name].choices}
          onChange={(value) => change(chosen(name, value))}
        />
      ))}
      <Soft value={policies.extension} onChange={(extension) => change({ extension })} />
    </div>
  );
}

type SoftProps = { readonly value: Extension | null; readonly onChange: (value: Extension | null) => void };

function Soft({ value, onChange }: SoftProps) {
  const base = value?.base ?? 'none';
  return (
    <>
      <Choice
        title="Extension of timed lots"
        value={base}
        choices={EXTENSIONS}
        onChange={(kind) =>
          onChange(kind === 'bid' || kind === 'end' ? { ...(value ?? SOFT_CLOSE), base: kind } : null)
        }
      />
      {value !== null && (
        <>
          <Seconds
            label="The last stretch, in seconds"
            ms={value.windowMs}
            onMs={(windowMs) => onChange({ ...value, windowMs })}
          />
          <Seconds label="Extended by, in seconds" ms={value.addMs} onMs={(addMs) => onChange({ ...value, addMs })} />
          <Choice
            title="Which lots move"
            value={value.scope}
            choices={SCOPES}
            onChange={(scope) => onChange({ ...value, scope: scope === 'sale' ? 'sale' : 'lot' })}
          />
        </>
      )}
    </>
  );
}

type SecondsProps = { readonly label: string; readonly ms: number; readonly onMs: (ms: number) => void };

function Seconds({ label, ms, onMs }: SecondsProps) {
  return (
    <Field
      label={label}
      type="number"
      min={0}
      max={MINUTES_MAX * 60}
      value={ms / 1000}
      onChange={(event) => {
        const seconds = Math.round(event.target.valueAsNumber);
        if (seconds >= 0 && seconds <= MINUTES_MAX * 60) onMs(seconds * 1000);
      }}
    />
  );
}

type ChoiceProps = {
  readonly title: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, name: string, sentence: string])[];
  readonly onChange: (value: string) => void;
};

function Choice({ title, value, choices, onChange }: ChoiceProps) {
  return (
    <Select
      label={title}
      value={value}
      options={choices.map(([one, name]) => [one, name] as const)}
      hint={choices.find(([one]) => one === value)?.[2] ?? ''}
      onChange={onChange}
    />
  );
}

/** The words of `POLICIES` are those of the type; a select gives back only what it was given. */
function chosen(name: Named, value: string): Partial<Policies> {
  return { [name]: value };
}
