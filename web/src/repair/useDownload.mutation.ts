import { useMutation } from '@tanstack/react-query';

import { offlineRefusal, type Params, refusalFrom, standardHeaders, withParams } from '../api/client';

/** Downloads a list as a file; fetched, so that it comes in the reader's language and a refusal can be told. */
export function useDownload() {
  return useMutation({
    mutationFn: async ({ path, params, name }: { path: string; params?: Params; name: string }) => {
      const response = await fetch(withParams(path, params), { headers: { ...standardHeaders(), Accept: '*/*' } }).catch(() => {
        throw offlineRefusal();
      });
      if (!response.ok) throw refusalFrom(response.status, await response.text());
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await response.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
  });
}
