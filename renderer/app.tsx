/** The page: signing in, or the shell with the desks of whoever signed in. */
import { Component, type ReactNode } from 'react';
import { DeskContext, useLink } from './select.ts';
import type { Desk } from './store.ts';
import { Login } from './views/login/login.tsx';
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
  if (phase === 'starting') return <Empty>Starting…</Empty>;
  return phase === 'in' ? <Shell /> : <Login />;
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
