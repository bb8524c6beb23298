/** The set-up of this desk, as its views read it. */
import { useStore } from 'zustand';
import { useDesk } from '../../select.ts';
import { type Setup, type SetupState, setupOf } from '../../store/setup.ts';

export function useSetup(): Setup {
  return setupOf(useDesk());
}

export function useSetupState<T>(select: (state: SetupState) => T): T {
  return useStore(setupOf(useDesk()).store, select);
}
