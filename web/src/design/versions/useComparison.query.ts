import { useQuery } from '@tanstack/react-query';

import { compare } from './compare';

/** The differences between two BPMN texts. */
export function useComparison(before: string | undefined, after: string | undefined) {
  return useQuery({
    queryKey: ['design-comparison', before, after],
    queryFn: () => compare(before ?? '', after ?? ''),
    enabled: before !== undefined && after !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
