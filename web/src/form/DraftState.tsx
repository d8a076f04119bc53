import { useTranslation } from 'react-i18next';

import { formatShort } from '../app/dates';
import type { Draft } from './useDraft';

/** Whether what was typed is safe, in a few words. */
export function DraftState({ draft }: { draft: Pick<Draft, 'state' | 'savedAt'> }) {
  const { t } = useTranslation('form');
  if (draft.state === 'idle') return <span />;
  const text = draft.state === 'saved' && draft.savedAt
    ? t('draft.saved', { at: formatShort(draft.savedAt) })
    : t(`draft.${draft.state}`);
  return <span className={`draft-state draft-${draft.state}`} role="status">{text}</span>;
}
