import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

export type ApplicationReceipt = components['schemas']['ApplicationReceipt'];
type Application = components['schemas']['Application'];

export function useApply() {
  return useMutation({
    mutationFn: (application: Application) => api.post<ApplicationReceipt>('/api/public/applications/', application),
  });
}
