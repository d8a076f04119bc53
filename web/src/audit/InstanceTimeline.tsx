import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { ChangeList } from './ChangeList';
import { useInstanceChanges } from './useInstanceChanges.query';

/** Every change of one instance, engine acts and register rows alike. */
export function InstanceTimeline({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation('audit');
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInstanceChanges(instanceId);
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <>
      <ChangeList changes={data.pages.flatMap((page) => page.results)} />
      {hasNextPage && <Button block type="text" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('older')}</Button>}
    </>
  );
}
