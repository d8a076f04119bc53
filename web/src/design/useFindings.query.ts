import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { isRefusal } from '../api/Refusal';
import { api } from '../api/client';
import type { Finding } from '../api/types';
import type { Files } from './draft';
import { useDebounced } from './useDebounced';

export interface Checked {
  findings: Finding[];
  refused: boolean;
  wouldBeVersion: number | null;
}

/** What the server would say to a deployment of these files, asked again after each edit. */
export function useFindings(key: string, files: Files) {
  const settled = useDebounced(files, 900);
  const text = JSON.stringify(settled);
  return useQuery({
    queryKey: ['design-findings', key, text],
    queryFn: () => check(settled),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    enabled: Object.keys(settled).length > 0,
  });
}

async function check(files: Files): Promise<Checked> {
  try {
    const answer = await api.post<{ findings: Finding[]; would_be_version: number | null; }>(
      '/api/process-definitions/', { files, comment: '', dry_run: true });
    const refused = answer.findings.some((finding) => finding.severity === 'error');
    return { findings: answer.findings, refused, wouldBeVersion: answer.would_be_version };
  } catch (error) {
    if (isRefusal(error, 'definition_refused')) return { findings: error.findings, refused: true, wouldBeVersion: null };
    throw error;
  }
}
