/** What a person sets for this desk. Every change holds at once; there is nothing to confirm. */
import { useState } from 'react';
import { useCurrency, useDesk, useLink, usePrefs } from '../../select.ts';
import { TEXT_SCALES, type Theme } from '../../store/prefs.ts';
import { amountTyped, amountWords } from '../../words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Check, Field } from '../parts/field.tsx';
import { Segments } from '../parts/segments.tsx';
import { Password } from './password.tsx';
import styles from './settings.module.css';

const THEME_WORDS: readonly (readonly [Theme, string])[] = [
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['contrast', 'High contrast'],
  ['system', 'As the system'],
];

export function Settings({ onClose }: { readonly onClose: () => void }) {
  const { prefs } = useDesk();
  const now = usePrefs((state) => state);
  // What a person who does not bid would set, nothing would ever do.
  const bids = useLink(({ session }) => session.phase === 'in' && session.pass.user.role === 'bidder');
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className={styles.settings}>
        <Row name="Theme">
          <Segments
            label="Theme"
            value={now.theme}
            options={THEME_WORDS}
            onChange={(theme) => prefs.setState({ theme })}
          />
        </Row>
        <Row name="Text size">
          <Segments
            label="Text size"
            value={String(now.textScale)}
            options={TEXT_SCALES.map((scale) => [String(scale), `${Math.round(scale * 100)} %`] as const)}
            onChange={(scale) => prefs.setState({ textScale: TEXT_SCALES.find((each) => String(each) === scale) ?? 1 })}
          />
        </Row>
        <Row name="Motion">
          <Check label="No flashes" checked={now.still} onChange={(still) => prefs.setState({ still })} />
        </Row>
        <Row name="Sound">
          <div className={styles.sound}>
            <Check label="On" checked={!now.muted} onChange={(on) => prefs.setState({ muted: !on })} />
            <input
              type="range"
              aria-label="Volume"
              min={0}
              max={1}
              step={0.05}
              value={now.volume}
              disabled={now.muted}
              onChange={(event) => prefs.setState({ volume: Number(event.target.value) })}
            />
          </div>
        </Row>
        <Row name="Notifications">
          <Check
            label={`${bids ? 'Outbid, won, up soon, or the connection lost' : 'The connection is lost'}, while this window is not in front`}
            checked={now.notify}
            onChange={(notify) => prefs.setState({ notify })}
          />
        </Row>
        {bids && (
          <>
            <Row name="Ask me first">
              <Threshold />
            </Row>
            <Row name="A watched lot is near">
              <Segments
                label="Tell me when a watched lot is this near"
                value={String(now.nearBy)}
                options={[1, 3, 5, 10].map((lots) => [String(lots), lots === 1 ? '1 lot' : `${lots} lots`] as const)}
                onChange={(lots) => prefs.setState({ nearBy: Number(lots) })}
              />
            </Row>
          </>
        )}
        <Row name="Password">
          <Password />
        </Row>
      </div>
    </Dialog>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.name}>{name}</span>
      <div className={styles.value}>{children}</div>
    </div>
  );
}

/** The own caution: from this amount on a bid is confirmed in a dialog. */
function Threshold() {
  const { prefs } = useDesk();
  const from = usePrefs((state) => state.confirmFromMinor);
  const currency = useCurrency();
  const [text, setText] = useState(from === null ? '' : amountWords(from, currency));
  const typed = amountTyped(text, currency);
  const wrong = text.trim() !== '' && typed === null;
  return (
    <Field
      label="Confirm bids from this amount"
      inputMode="decimal"
      placeholder="never"
      value={text}
      error={wrong ? 'Not an amount. Try 5000, 5k or 1.5m.' : null}
      hint={
        typed === null
          ? 'Empty: bids are never confirmed.'
          : `Bids of ${amountWords(typed, currency)} or more ask first.`
      }
      onChange={(event) => {
        setText(event.target.value);
        const amount = amountTyped(event.target.value, currency);
        if (event.target.value.trim() === '' || amount !== null) prefs.setState({ confirmFromMinor: amount });
      }}
    />
  );
}
