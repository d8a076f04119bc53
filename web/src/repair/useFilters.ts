import { useSearchParams } from 'react-router';

/** The filters of a list, kept in the address; every change begins at the first page. */
export function useFilters() {
  const [query, setQuery] = useSearchParams();
  const set = (name: string, text: string | undefined) => {
    const next = new URLSearchParams(query);
    if (name !== 'cursor') next.delete('cursor');
    if (text) next.set(name, text);
    else next.delete(name);
    setQuery(next);
  };
  return { values: Object.fromEntries(query), set };
}
