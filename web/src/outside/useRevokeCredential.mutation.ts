import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';

/** The credential opens nothing from now on; the reason stands in the ledger. */
export function useRevokeCredential() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => api.post(`/api/machine-credentials/${id}/revoke/`, { reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['credentials'] }),
  });
}
