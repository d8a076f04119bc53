import { useSyncExternalStore } from 'react';

import { liveState, watchLiveState, type LiveState } from './live';

/** Whether changes arrive by themselves just now. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(watchLiveState, liveState);
}
