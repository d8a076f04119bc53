import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Finding } from '../api/types';
import { dropDraft, type Files } from './draft';

export interface Deployed {
  key: string;
  version: number;
  digest: string;
  findings: Finding[];
  unchanged: boolean;
}

/** Deploys the files as a new version; new instances run it from then on. */
export function useDeployDefinition() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ files, comment }: { files: Files; comment: string; }) =>
      api.post<Deployed>('/api/process-definitions/', { files, comment, dry_run: false }),
    onSuccess: (deployed) => {
      dropDraft(deployed.key);
      // Not awaited: the page that asked must hear the answer before the new version takes its place.
      void client.invalidateQueries({ queryKey: ['process-definitions'] });
    },
  });
}
