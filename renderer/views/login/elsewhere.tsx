/** Signing in at the house's provider, where it has one: the page of the provider opens, and the person comes back signed in. */
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { useDesk } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import styles from './login.module.css';

const offer = v.object({ issuer: v.pipe(v.string(), v.url()) });

export function Elsewhere({ busy }: { readonly busy: boolean }) {
  const desk = useDesk();
  const [host, setHost] = useState<string | null>(null);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    void providerHost(stop.signal).then(setHost);
    return () => stop.abort();
  }, []);
  if (host === null) return null;
  const go = () => {
    setAway(true);
    void desk.sessions.signInElsewhere().finally(() => setAway(false));
  };
  return (
    <div className={styles.elsewhere}>
      <Button size="large" disabled={busy} onClick={go}>
        Sign in with {host}
      </Button>
      {isAway && (
        <p className={styles.note} role="status">
          The page of {host} opens in your browser. Come back when you are signed in there.
        </p>
      )}
    </div>
  );
}

/** Null for a house without a provider. */
async function providerHost(signal: AbortSignal): Promise<string | null> {
  try {
    const reply = await fetch('/v1/oidc', { signal });
    const parsed = v.safeParse(offer, reply.ok ? await reply.json() : null);
    return parsed.success ? new URL(parsed.output.issuer).host : null;
  } catch {
    return null;
  }
}
