const OPEN = 'shortcut-help';

export function openShortcutHelp(): void {
  dispatchEvent(new Event(OPEN));
}

export function onShortcutHelp(listener: () => void): () => void {
  addEventListener(OPEN, listener);
  return () => removeEventListener(OPEN, listener);
}
