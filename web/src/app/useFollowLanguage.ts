import { useEffect } from 'react';

import type { Me } from '../api/types';
import { changeLanguage, currentLanguage } from '../i18n';
import { queryClient } from './queryClient';

/** Show the language that the person has chosen, on whichever machine they log in. */
export function useFollowLanguage(me: Me | null | undefined): void {
  const wanted = me?.language;
  useEffect(() => {
    if (!wanted) return;
    const language = wanted.startsWith('en') ? 'en' : 'zh-CN';
    if (language !== currentLanguage()) void changeLanguage(language).then(() => queryClient.invalidateQueries());
  }, [wanted]);
}
