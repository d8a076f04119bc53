import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { BulkProposal, BulkProposed } from './bulkTypes';

/** Propose all rows as one change; the process that decides on it starts with it. */
export function useProposeBulk() {
  return useMutation({
    mutationFn: ({ key, ...proposal }: BulkProposal & { key: string }) =>
      api.post<BulkProposed>('/api/bulk-changes/', proposal, { 'Idempotency-Key': key }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['changes'] }),
  });
}
