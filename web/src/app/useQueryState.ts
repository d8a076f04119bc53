import { useSearchParams } from 'react-router';

/** One value of the address's query and the way to change it; empty means absent. */
export function useQueryState(name: string): [string, (value: string) => void] {
  const [query, setQuery] = useSearchParams();
  const change = (value: string): void => {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });
  };
  return [query.get(name) ?? '', change];
}
