/** The page: signing in, or the shell with the desks of whoever signed in. */
import { Component, type ReactNode } from 'react';
import { DeskContext, useDesk, useLink } from './select.ts';
import type { Desk } from './store.ts';
import { Login } from './views/login/login.tsx';
import { Button } from './views/parts/button.tsx';
import { Empty } from './views/parts/panel.tsx';
import { Shell } from './views/shell/shell.tsx';

export function App({ desk }: { readonly desk: Desk }) {
  return (
    <DeskContext value={desk}>
      <Fence>
        <Page />
      </Fence>
    </DeskContext>
  );
}

function Page() {
  const phase = useLink((state) => state.session.phase);
  if (phase === 'starting') return <Starting />;
  return phase === 'in' ? <Shell /> : <Login />;
}

function Starting() {
  const desk = useDesk();
  const why = useLink(({ session }) => (session.phase === 'starting' ? session.why : null));
  if (why === null) return <Empty>Starting…</Empty>;
  return (
    <main>
      <div role="alert">
        <Empty>{why} You are still signed in, and the desk asks again by itself.</Empty>
      </div>
      <Empty>
        <Button onClick={() => void desk.sessions.signOut()}>Sign in anew</Button>
      </Empty>
    </main>
  );
}

/** A view that throws takes the page down with one sentence; the feed, the key and the ids of open bids are not in it. */
class Fence extends Component<{ readonly children: ReactNode }, { readonly error: string | null }> {
  override state = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div role="alert">
        <Empty>The desk met an error: {this.state.error}. Reload it; bids that were sent are asked for again.</Empty>
      </div>
    );
  }
}
