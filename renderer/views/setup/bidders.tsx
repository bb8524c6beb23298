/** Who applied for the sale in the bar and who may bid in it: approved, approved with a limit, declined. */
import { type FormEvent, useEffect, useState } from 'react';
import type { Registration, RegistrationDecision, RegistrationState } from '../../../protocol/wire.ts';
import { useDesk, useSale } from '../../select.ts';
import { amountTyped, amountWords, digitsOf } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Money } from '../parts/money.tsx';
import { Empty } from '../parts/panel.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import styles from './setup.module.css';
import sheet from './table.module.css';
import { plainAmount } from './tiers.ts';
import { useSetup, useSetupState } from './use-setup.ts';

const MARKS: Readonly<Record<RegistrationState, Mark>> = {
  applied: { shape: 'ring', word: 'Applied', tint: 'accent' },
  approved: { shape: 'disc', word: 'Approved', tint: 'good' },
  'approved-limited': { shape: 'disc', word: 'Approved to a limit', tint: 'good' },
  declined: { shape: 'cross', word: 'Declined', tint: 'quiet' },
  suspended: { shape: 'cross', word: 'Suspended', tint: 'bad' },
};

export function Bidders() {
  const desk = useDesk();
  const setup = useSetup();
  const saleId = useSale((state) => state.saleId);
  const people = useSetupState((state) => state.people);
  const error = useSetupState((state) => state.peopleError);
  const [chosen, setChosen] = useState<Registration | null>(null);
  useEffect(() => {
    void setup.readPeople();
    // Asked again when the desk sits in another sale, or somebody was registered.
    return desk.sale.subscribe((now, before) => {
      if (now.saleId !== before.saleId || now.registered !== before.registered) void setup.readPeople();
    });
  }, [desk, setup]);
  if (saleId === null) return <Empty>Sit in a sale first; its bidders stand here.</Empty>;
  const waitingFirst = [...people].sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)));
  return (
    <div className={styles.form}>
      <Decide key={chosen?.bidder} chosen={chosen} onDone={() => setChosen(null)} />
      {error !== null && (
        <p role="alert" className={styles.bad}>
          {error}
        </p>
      )}
      {people.length === 0 ? (
        <Empty>Nobody has applied for {saleId}, and nobody was registered from the rostrum.</Empty>
      ) : (
        <table className={sheet.table} aria-label="Registrations">
          <thead>
            <tr>
              <th scope="col">Bidder</th>
              <th scope="col">Paddle</th>
              <th scope="col">State</th>
              <th scope="col" className={sheet.end}>
                Limit
              </th>
            </tr>
          </thead>
          <tbody>
            {waitingFirst.map((person) => (
              <tr key={person.bidder} aria-current={person.bidder === chosen?.bidder ? 'true' : undefined}>
                <th scope="row">
                  <button type="button" className={sheet.pick} onClick={() => setChosen(person)} title={person.bidder}>
                    {nameOf(person)}
                  </button>
                </th>
                <td>{person.paddle ?? '–'}</td>
                <td>
                  <StateMark mark={MARKS[person.state]} />
                </td>
                <td className={sheet.end}>
                  <Money minor={person.limitMinor} none="None" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

type DecideProps = { readonly chosen: Registration | null; readonly onDone: () => void };

/** One line decides on anybody, whether he applied or came to the counter; who was chosen in the list stands in it. */
function Decide({ chosen, onDone }: DecideProps) {
  const setup = useSetup();
  const currency = useSale((state) => state.sale?.currency ?? 'GBP');
  const people = useSetupState((state) => state.people);
  const waiting = people.filter(({ state }) => state === 'applied');
  const [bidder, setBidder] = useState(chosen?.bidder ?? '');
  const [limit, setLimit] = useState(
    chosen?.limitMinor == null ? '' : plainAmount(chosen.limitMinor, digitsOf(currency)),
  );
  const limitMinor = limit.trim() === '' ? null : amountTyped(limit, currency);
  const isWrong = limit.trim() !== '' && limitMinor === null;
  const who = bidder.trim();
  const decide = async (decision: RegistrationDecision) => {
    if (!(await setup.decide(decision))) return;
    setBidder('');
    setLimit('');
    onDone();
  };
  const approve = (event: FormEvent) => {
    event.preventDefault();
    if (who === '' || isWrong) return;
    void decide(
      limitMinor === null ? { bidder: who, state: 'approved' } : { bidder: who, state: 'approved-limited', limitMinor },
    );
  };
  return (
    <form onSubmit={approve} className={styles.decide} aria-label="Decide on a bidder">
      <Field
        label="Bidder"
        value={bidder}
        list="waiting-bidders"
        autoComplete="off"
        hint={
          waiting.length === 0
            ? 'Choose in the list, or type the id of an account.'
            : `Waiting: ${waiting.map(nameOf).join(', ')}`
        }
        onChange={(event) => setBidder(event.target.value)}
      />
      <datalist id="waiting-bidders">
        {waiting.map((person) => (
          <option key={person.bidder} value={person.bidder}>
            {nameOf(person)}
          </option>
        ))}
      </datalist>
      <Field
        label={`Limit in ${currency}`}
        value={limit}
        hint="Empty for none."
        error={isWrong ? `Not an amount of ${currency}.` : null}
        onChange={(event) => setLimit(event.target.value)}
      />
      <div className={styles.row}>
        <Button look="primary" submit disabled={who === '' || isWrong}>
          {limitMinor === null ? 'Approve' : `Approve to ${amountWords(limitMinor, currency)}`}
        </Button>
        <Button disabled={who === ''} onClick={() => void decide({ bidder: who, state: 'declined' })}>
          Decline
        </Button>
      </div>
    </form>
  );
}

function nameOf({ name, bidder }: Registration): string {
  return name ?? bidder;
}

function rank({ state }: Registration): number {
  return state === 'applied' ? 0 : 1;
}
