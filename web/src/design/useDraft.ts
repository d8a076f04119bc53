import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { type Draft, type Files, dropDraft, keepDraft, mergeFiles, storedDraft, withChange } from './draft';

export interface EditedDraft {
  files: Files;
  changed: string[];
  /** When the draft was last kept in this browser; null while there is none. */
  savedAt: string | null;
  /** The version the draft began from, when it is not the one deployed now. */
  staleVersion: number | null;
  /** The draft is still the one found in this browser when the page opened. */
  restored: boolean;
  keepFailed: boolean;
  /** Counts the times the draft was thrown away: editors start anew with it. */
  epoch: number;
  /** Changes one file; an edit that an editor of an earlier epoch brings late is dropped. */
  write: (name: string, text: string | null, epoch: number) => void;
  discard: () => void;
}

/** The edited files of a definition, kept in this browser after every edit. */
export function useDraft(key: string, base: Files, version: number): EditedDraft {
  const [found] = useState(() => storedDraft(key));
  const [draft, setDraft] = useState<Draft | null>(found);
  const [keepFailed, setKeepFailed] = useState(false);
  const [epoch, setEpoch] = useState(0);
  const latest = useRef(draft);
  const now = useRef(0);

  const write = useCallback((name: string, text: string | null, at: number) => {
    if (at !== now.current) return;
    const before = latest.current;
    const changes = withChange(base, before?.changes ?? {}, name, text);
    const next = Object.keys(changes).length === 0
      ? null
      : { version: before?.version ?? version, savedAt: new Date().toISOString(), changes };
    latest.current = next;
    setDraft(next);
    if (next) setKeepFailed(!keepDraft(key, next));
    else dropDraft(key);
  }, [base, key, version]);

  const discard = useCallback(() => {
    latest.current = null;
    dropDraft(key);
    setDraft(null);
    now.current += 1;
    setEpoch(now.current);
  }, [key]);

  useEffect(() => {
    if (!draft || !keepFailed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [draft, keepFailed]);

  const files = useMemo(() => mergeFiles(base, draft?.changes ?? {}), [base, draft]);
  return {
    files,
    changed: Object.keys(draft?.changes ?? {}).sort(),
    savedAt: draft?.savedAt ?? null,
    staleVersion: draft && draft.version !== version ? draft.version : null,
    restored: draft !== null && draft === found,
    keepFailed,
    epoch,
    write,
    discard,
  };
}
