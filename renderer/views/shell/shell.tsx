/** The frame around every desk: the bar with sale and connection, the desks of this role, keys, settings, live regions. */
import { ChartNoAxesCombined, Keyboard, LogOut, Settings as SettingsIcon, Volume2, VolumeX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { keyOf, keyWords, OwnKeys, useKeys } from '../../keys.ts';
import { useDesk, useLink, usePrefs } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { ConnectionDetail, ConnectionWord, TroubleBar } from './connection.tsx';
import { desksOf } from './desks.ts';
import { KeysHelp } from './keys-help.tsx';
import { LiveRegions } from './live-regions.tsx';
import { Place } from './place.tsx';
import { ProgressDetail } from './progress.tsx';
import { SaleName } from './sale-name.tsx';
import { Settings } from './settings.tsx';
import styles from './shell.module.css';

type Open = 'help' | 'settings' | 'connection' | 'progress' | null;

export function Shell() {
  const own = usePrefs((prefs) => prefs.keys);
  return (
    <OwnKeys.Provider value={own}>
      <Frame />
    </OwnKeys.Provider>
  );
}

function Frame() {
  const desk = useDesk();
  const role = useLink(({ session }) => (session.phase === 'in' ? session.pass.user.role : 'bidder'));
  const desks = useMemo(() => desksOf(role), [role]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const place = desks.find(({ id }) => id === chosen) ?? desks[0];

  const bindings = useMemo(
    () => ({
      'all.help': () => setOpen('help'),
      'all.settings': () => setOpen('settings'),
      'all.connection': () => setOpen('connection'),
      'all.progress': () => setOpen('progress'),
      'all.mute': () => desk.prefs.setState(({ muted }) => ({ muted: !muted })),
    }),
    [desk],
  );
  useKeys(bindings);

  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <span className={styles.name}>Rostrum</span>
        <div className={styles.middle}>
          <SaleName />
          <TroubleBar />
        </div>
        {desks.length > 1 && (
          <nav aria-label="Desks">
            <Segments
              label="Desk"
              value={place?.id ?? ''}
              options={desks.map(({ id, title }) => [id, title] as const)}
              onChange={setChosen}
            />
          </nav>
        )}
        <div className={styles.right}>
          <ConnectionWord onOpen={() => setOpen('connection')} />
          <Tools onOpen={setOpen} />
          <Who />
        </div>
      </header>
      <main className={styles.main}>
        {place === undefined ? <Empty>There is no desk for this role.</Empty> : <Place place={place} others={desks} />}
      </main>
      <LiveRegions />
      {open === 'help' && <KeysHelp onClose={() => setOpen(null)} />}
      {open === 'settings' && <Settings onClose={() => setOpen(null)} />}
      {open === 'progress' && <ProgressDetail onClose={() => setOpen(null)} />}
      {open === 'connection' && <ConnectionDetail onClose={() => setOpen(null)} />}
    </div>
  );
}

function Tools({ onOpen }: { readonly onOpen: (what: Open) => void }) {
  const desk = useDesk();
  const muted = usePrefs((prefs) => prefs.muted);
  const own = usePrefs((prefs) => prefs.keys);
  const key = (id: string) => keyWords(keyOf(id, own) ?? '');
  const icon = { size: '1.05em', 'aria-hidden': true } as const;
  return (
    <>
      <Button
        look="quiet"
        size="small"
        aria-label="Progress of the sale"
        title={`Progress of the sale (${key('all.progress')})`}
        onClick={() => onOpen('progress')}
      >
        <ChartNoAxesCombined {...icon} />
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-label={muted ? 'Sound is off' : 'Sound is on'}
        aria-pressed={!muted}
        title={`Sound (${key('all.mute')})`}
        onClick={() => desk.prefs.setState({ muted: !muted })}
      >
        {muted ? <VolumeX {...icon} /> : <Volume2 {...icon} />}
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-label="Keys"
        title={`Keys (${key('all.help')})`}
        onClick={() => onOpen('help')}
      >
        <Keyboard {...icon} />
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-label="Settings"
        title={`Settings (${key('all.settings')})`}
        onClick={() => onOpen('settings')}
      >
        <SettingsIcon {...icon} />
      </Button>
    </>
  );
}

function Who() {
  const desk = useDesk();
  const user = useLink(({ session }) => (session.phase === 'in' ? session.pass.user : null));
  if (user === null) return null;
  return (
    <div className={styles.who}>
      <span className={styles.user}>
        {user.name}
        {user.paddle !== null && <span className={styles.paddle}>Paddle {user.paddle}</span>}
      </span>
      <Button
        look="quiet"
        size="small"
        aria-label="Sign out"
        title="Sign out"
        onClick={() => void desk.sessions.signOut()}
      >
        <LogOut size="1.05em" aria-hidden />
      </Button>
    </div>
  );
}
