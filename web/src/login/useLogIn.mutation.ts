import { useMutation } from '@tanstack/react-query';

import { api } from '../api/client';
import type { Me } from '../api/types';
import { becomePerson } from '../app/queryClient';
import type { Language } from '../i18n';

interface LogIn {
  username: string;
  password: string;
  /** The authenticator's digits or a recovery code, when the server asked for one. */
  code: string;
  /** The language picked on this page, which then becomes the person's own; `null` keeps the one they have. */
  language: Language | null;
}

export function useLogIn() {
  return useMutation({
    mutationFn: async ({ username, password, code, language }: LogIn): Promise<Me> => {
      const me = await api.post<Me>('/api/session/', { username, password, code });
      if (!language || me.language === language) return me;
      await api.patch('/api/me/', { language });
      return api.get<Me>('/api/me/');
    },
    onSuccess: becomePerson,
  });
}
