import { useTranslation } from 'react-i18next';

import type { Json } from '../api/types';
import { valueText } from './valueText';

/** One change: what a value was and what it became. */
export function OldNew({ old, now }: { old: Json; now: Json }) {
  const { t } = useTranslation('app');
  return (
    <span className="old-new">
      {old !== null && old !== undefined && (
        <>
          <del><span className="sr-only">{t('was')} </span>{valueText(old)}</del>
          <span aria-hidden className="old-new-arrow">→</span>
        </>
      )}
      <ins><span className="sr-only">{t('is')} </span>{valueText(now)}</ins>
    </span>
  );
}
