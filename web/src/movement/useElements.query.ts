import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { ProcessDefinitionDetail } from '../api/types';

const PLACES = /Task$|^callActivity$|^subProcess$|^transaction$|^task$|Event$|Gateway$/;

/** The elements of a definition that a token can be put in at, as choices. */
export function useElements(definitionKey: string): { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ['definition-elements', definitionKey],
    queryFn: ({ signal }) => api.get<ProcessDefinitionDetail>(`/api/process-definitions/${definitionKey}/`, undefined, signal),
  });
  const places = (data?.elements ?? []).filter(({ type }) => PLACES.test(type) && type !== 'startEvent' && type !== 'boundaryEvent');
  return places.map(({ id, name }) => ({ value: id, label: name ? `${name} · ${id}` : id }));
}
