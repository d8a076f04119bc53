import type { Variables } from '../api/types';

// Kept for this tab only: counters are shared machines.
function slot(definition: string, username: string): string {
  return `start-draft:${username}:${definition}`;
}

export function storedStartDraft(definition: string, username: string): Variables | null {
  const text = sessionStorage.getItem(slot(definition, username));
  return text ? (JSON.parse(text) as Variables) : null;
}

export function storeStartDraft(definition: string, username: string, data: Variables): void {
  sessionStorage.setItem(slot(definition, username), JSON.stringify(data));
}

export function dropStartDraft(definition: string, username: string): void {
  sessionStorage.removeItem(slot(definition, username));
}
