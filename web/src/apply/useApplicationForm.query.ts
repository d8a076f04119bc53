import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Form } from '../api/types';

export interface PublicForm { form: Form; branches: { code: string; name: string }[] }

/** The form for applications in this language, and the branches that take them. */
export function useApplicationForm(language: string) {
  return useQuery({
    queryKey: ['public-application-form', language],
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => api.get<PublicForm>('/api/public/applications/', undefined, signal),
  });
}
