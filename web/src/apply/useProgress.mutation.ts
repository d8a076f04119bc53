import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

type Progress = components['schemas']['Progress'];
type ProgressQuery = components['schemas']['ProgressQuery'];

export function useProgress() {
  return useMutation({
    mutationFn: (query: ProgressQuery) => api.post<Progress>('/api/public/applications/progress/', query),
  });
}
