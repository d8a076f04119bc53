import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import { changeLanguage, type Language } from '../i18n';
import { queryClient } from './queryClient';

/** Switch the page at once, then tell the server; its names come in the new language. */
export function useChangeLanguage() {
  return useMutation({
    mutationFn: async (language: Language) => {
      await changeLanguage(language);
      await api.patch('/api/me/', { language });
    },
    onSettled: () => queryClient.invalidateQueries(),
  });
}
