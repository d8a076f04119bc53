/** The files of a definition by name: `process.bpmn`, `*.dmn`, `forms/*.form.json`. */
export type Files = Record<string, string>;

/** What a person changed and has not deployed yet; a file with null was taken away. */
export interface Draft {
  version: number;
  savedAt: string;
  changes: Record<string, string | null>;
}

const PREFIX = 'design.draft.';

/** The draft that this browser keeps for a definition, or null. */
export function storedDraft(key: string, storage: Storage = localStorage): Draft | null {
  const text = storage.getItem(PREFIX + key);
  if (!text) return null;
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    if (typeof draft.version !== 'number' || typeof draft.savedAt !== 'string' || !draft.changes) return null;
    return { version: draft.version, savedAt: draft.savedAt, changes: draft.changes };
  } catch {
    return null;
  }
}

/** Keeps a draft in this browser; false when the browser refuses (full or switched off). */
export function keepDraft(key: string, draft: Draft, storage: Storage = localStorage): boolean {
  try {
    storage.setItem(PREFIX + key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(key: string, storage: Storage = localStorage): void {
  storage.removeItem(PREFIX + key);
}

/** The keys of all definitions that have a draft in this browser. */
export function draftKeys(storage: Storage = localStorage): string[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)).sort();
}

/** The deployed files with a draft's changes laid over them. */
export function mergeFiles(base: Files, changes: Draft['changes']): Files {
  const merged: Files = { ...base };
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) delete merged[name];
    else merged[name] = text;
  }
  return merged;
}

/** A draft's changes after one more edit; an edit back to the deployed text is no change. */
export function withChange(base: Files, changes: Draft['changes'], name: string, text: string | null): Draft['changes'] {
  const rest = { ...changes };
  delete rest[name];
  const same = text === null ? !(name in base) : base[name] === text;
  return same ? rest : { ...rest, [name]: text };
}

/** The name of the process file among the files. */
export function bpmnName(files: Files): string | undefined {
  const names = Object.keys(files).filter((name) => name.endsWith('.bpmn')).sort();
  return names.find((name) => name.endsWith('process.bpmn')) ?? names[0];
}
