import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { components } from '../api/schema';

export type PublicUpload = components['schemas']['PublicUpload'];

/** Sends one paper or photo before the form itself is sent. */
export function usePublicUpload() {
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file);
      return api.post<PublicUpload>('/api/public/uploads/', form);
    },
  });
}
