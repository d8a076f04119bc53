import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { LedgerChange } from './changeValues';

/** The event with its sealed values in clear; the look itself is recorded with the reason. */
export function useRevealChange(eventId: string) {
  return useMutation({
    mutationFn: (reason: string) => api.post<LedgerChange>(`/api/audit/changes/${eventId}/reveal/`, { reason }),
  });
}
