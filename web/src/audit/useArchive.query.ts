import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { api, type Params } from '../api/client';
import type { components } from '../api/schema';
import type { Page, ProcessInstance, TraceEntry, Variable } from '../api/types';

export type Bundle = components['schemas']['ArchiveBundle'];
export interface OpenedBundle extends Page<ProcessInstance> { bundle: Bundle }
export interface ArchivedInstance { bundle: Bundle; instance: ProcessInstance; trace: TraceEntry[]; variables: Variable[] }

/** Something in the archive; a bundle's digests are proven before anything of it is answered. */
export function useArchive<T>(path: string, params?: Params) {
  return useQuery({
    queryKey: ['archive', path, params],
    queryFn: ({ signal }) => api.get<T>(`/api/archive/${path}`, params, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
