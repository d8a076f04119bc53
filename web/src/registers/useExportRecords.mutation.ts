import { useMutation } from '@tanstack/react-query';

import { offlineRefusal, refusalFrom, standardHeaders, withParams } from '../api/client';

/** Downloads the list as it is filtered; fetched, so that it comes in the reader's language and a refusal can be told. */
export function useExportRecords(register: string, asked: Record<string, string>) {
  return useMutation({
    mutationFn: async (reason: string) => {
      const response = await fetch(withParams(`/api/registers/${register}/export/`, asked), {
        method: 'POST',
        headers: { ...standardHeaders(), Accept: '*/*', 'Content-Type': 'application/json' },
        body: JSON.stringify({ reason }),
      }).catch(() => {
        throw offlineRefusal();
      });
      if (!response.ok) throw refusalFrom(response.status, await response.text());
      save(await response.blob(), `${register}.xlsx`);
    },
  });
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
