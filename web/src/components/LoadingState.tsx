import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** A quiet outline of what is about to appear. */
export function LoadingState({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation('app');
  return (
    <div className="loading-state" role="status" aria-label={t('loading')}>
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}
