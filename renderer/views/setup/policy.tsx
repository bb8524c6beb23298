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
const EXTENSIONS_MAX = 1_000;

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
          <Extensions value={value} onChange={onChange} />
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

type ExtensionsProps = { readonly value: Extension; readonly onChange: (value: Extension) => void };

/** How far a lot may be drawn out: by a number of extensions, and by a moment after which nothing is moved. */
function Extensions({ value, onChange }: ExtensionsProps) {
  return (
    <>
      <Field
        label="At most so many extensions a lot"
        type="number"
        min={1}
        max={EXTENSIONS_MAX}
        placeholder="as many as come"
        value={value.maxCount ?? ''}
        hint="Empty for as many as come."
        onChange={(event) => {
          const count = Math.round(event.target.valueAsNumber);
          if (event.target.value === '') onChange({ ...value, maxCount: null });
          else if (count >= 1 && count <= EXTENSIONS_MAX) onChange({ ...value, maxCount: count });
        }}
      />
      <Field
        label="No lot ends later than"
        type="datetime-local"
        value={value.hardEndAt === null ? '' : localTyped(value.hardEndAt)}
        hint="On the clock of this computer. Empty for no such end."
        onChange={(event) => {
          const at = event.target.value === '' ? null : new Date(event.target.value).getTime();
          if (at === null || Number.isSafeInteger(at)) onChange({ ...value, hardEndAt: at });
        }}
      />
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

/** As a `datetime-local` field has it: the local time, without a zone. */
function localTyped(at: number): string {
  const zoneMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - zoneMs).toISOString().slice(0, 16);
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
