import { useSearchParams } from 'react-router';

/** What the address asks of the list, and the way to change some of it; empty means absent. */
export function useAsked(): [Record<string, string>, (changes: Record<string, string>) => void] {
  const [query, setQuery] = useSearchParams();
  const change = (changes: Record<string, string>): void => {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    }, { replace: true });
  };
  return [Object.fromEntries(query), change];
}
