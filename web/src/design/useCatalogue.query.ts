import { useQueries } from '@tanstack/react-query';

import { api } from '../api/client';
import type { GroupRef, Json, Page } from '../api/types';

export interface ServiceTaskType {
  type: string;
  title: string;
  description: string;
  input_schema: { [key: string]: Json; } | null;
  output_schema: { [key: string]: Json; } | null;
}
export interface FormRef { key: string; title: string; version: number; }
export interface Catalogue { serviceTasks: ServiceTaskType[]; groups: GroupRef[]; forms: FormRef[]; }

/** What a diagram may name: registered services, candidate groups, deployed forms; undefined while loading. */
export function useCatalogue(): Catalogue | undefined {
  const [services, groups, forms] = useQueries({
    queries: [query<ServiceTaskType>('service-tasks'), query<GroupRef>('groups'), query<FormRef>('forms')],
  });
  if (services.isPending || groups.isPending || forms.isPending) return undefined;
  return { serviceTasks: services.data ?? [], groups: groups.data ?? [], forms: forms.data ?? [] };
}

function query<T>(name: string) {
  return {
    queryKey: ['design-catalogue', name],
    queryFn: async ({ signal }: { signal: AbortSignal; }): Promise<T[]> => {
      const answer = await api.get<T[] | Page<T>>(`/api/${name}/`, { page_size: 200 }, signal);
      return Array.isArray(answer) ? answer : answer.results;
    },
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  };
}
