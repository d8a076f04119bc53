import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

export type RectifiedReport = components['schemas']['RectifiedReport'];
type RectifiedReceipt = components['schemas']['RectifiedReceipt'];

/** Tells the company that a hazard is rectified. */
export function useReportRectified() {
  return useMutation({
    mutationFn: (report: RectifiedReport) => api.post<RectifiedReceipt>('/api/public/rectifications/', report),
  });
}
