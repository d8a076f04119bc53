import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { SignerAnswer } from './shapes';

/** What adding this signer would open; nothing is asked before somebody is chosen. */
export function useSignerPreview(path: string, who: { role: string; username: string }, enabled: boolean) {
  return useQuery({
    queryKey: ['move-preview', path, who],
    queryFn: () => api.post<SignerAnswer>(path, { ...who, preview: true }),
    enabled,
    gcTime: 0,
    retry: false,
  });
}
