import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import { EmptyState } from './EmptyState';

/** Why there is nothing here, in the server's own sentence, with a way on. */
export function FailedState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('app');
  const refused = isRefusal(error, 'forbidden', 'not_found', 'not_a_candidate');
  const title = isRefusal(error, 'not_found') ? t('refused.notFound') : refused ? t('refused.forbidden') : t('refused.failed');
  const hint = isRefusal(error) ? error.message : t('refused.unexpected');
  return (
    <div role="alert" className="failed-state">
      <EmptyState title={title} hint={hint} action={!refused && onRetry && <Button onClick={onRetry}>{t('retry')}</Button>} />
    </div>
  );
}
