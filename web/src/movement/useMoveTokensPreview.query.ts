import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { MoveAnswer } from './shapes';

/** What moving these tokens would close and open; nothing is asked before both sides are chosen. */
export function useMoveTokensPreview(path: string, where: { cancel: string[]; enter: string[] }) {
  return useQuery({
    queryKey: ['move-preview', path, where],
    queryFn: () => api.post<MoveAnswer>(path, { ...where, preview: true }),
    enabled: where.cancel.length + where.enter.length > 0,
    gcTime: 0,
    retry: false,
  });
}
