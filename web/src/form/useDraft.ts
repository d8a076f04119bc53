import { useCallback, useEffect, useRef, useState } from 'react';

import type { Variables } from '../api/types';
import { useSaveDraft } from './useSaveDraft.mutation';

export interface Draft {
  state: 'idle' | 'saving' | 'saved' | 'failed';
  savedAt: string | null;
  note: (data: Variables) => void;
  forget: () => void;
}

const PAUSE = 1200;

/** Saves what somebody types, a moment after they stop and when they leave. */
export function useDraft({ userTaskId, savedAt: first }: { userTaskId: string; savedAt: string | null }): Draft {
  const { mutateAsync } = useSaveDraft();
  const [state, setState] = useState<Draft['state']>(first ? 'saved' : 'idle');
  const [savedAt, setSavedAt] = useState(first);
  const waiting = useRef<Variables | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const data = waiting.current;
    if (!data) return;
    waiting.current = null;
    setState('saving');
    try {
      setSavedAt((await mutateAsync({ userTaskId, data })).saved_at);
      setState('saved');
    } catch {
      setState('failed');
    }
  }, [mutateAsync, userTaskId]);

  useEffect(() => {
    const leave = (): void => void flush();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [flush]);

  return {
    state,
    savedAt,
    note: (data) => {
      waiting.current = data;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE);
    },
    forget: () => {
      waiting.current = null;
      clearTimeout(timer.current);
      setState('idle');
    },
  };
}
