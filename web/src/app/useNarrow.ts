import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 767px)');

function watch(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the window is a phone's width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => query.matches);
}
