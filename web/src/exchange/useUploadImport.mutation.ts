import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { queryClient } from '../app/queryClient';
import type { UploadedImport } from './shapes';

/** Uploads a file for its dry run. */
export function useUploadImport() {
  return useMutation({
    mutationFn: ({ kind, file }: { kind: string; file: File }) => {
      const form = new FormData();
      form.append('kind', kind);
      form.append('file', file);
      return api.post<UploadedImport>('/api/imports/', form);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['repair', '/api/imports/'] }),
  });
}
