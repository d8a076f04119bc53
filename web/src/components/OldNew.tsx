import { useTranslation } from 'react-i18next';

import type { Json } from '../api/types';
import { valueText } from './valueText';

interface OldNewProps {
  old: Json;
  now: Json;
  /** The same in the server's words, where it has them. */
  oldText?: string | null;
  nowText?: string | null;
}

/** One change: what a value was and what it became. */
export function OldNew({ old, now, oldText, nowText }: OldNewProps) {
  const { t } = useTranslation('app');
  return (
    <span className="old-new">
      {old !== null && old !== undefined && (
        <>
          <del><span className="sr-only">{t('was')} </span>{oldText ?? valueText(old)}</del>
          <span aria-hidden className="old-new-arrow">→</span>
        </>
      )}
      <ins><span className="sr-only">{t('is')} </span>{nowText ?? valueText(now)}</ins>
    </span>
  );
}
