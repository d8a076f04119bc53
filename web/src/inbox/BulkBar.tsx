import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTask } from '../api/types';
import { BulkResults } from './BulkResults';
import { useClaimMany, type ClaimResult } from './useClaimMany.mutation';

/** What can be done with the selected tasks at once. */
export function BulkBar({ tasks, onClear }: { tasks: UserTask[]; onClear: () => void }) {
  const { t } = useTranslation('inbox');
  const claimMany = useClaimMany();
  const [results, setResults] = useState<ClaimResult[] | null>(null);
  const close = (): void => {
    setResults(null);
    onClear();
  };
  return (
    <div className="bulk" role="region" aria-label={t('bulk.title')}>
      <span>{t('bulk.selected', { count: tasks.length })}</span>
      <Button
        size="small" type="primary" loading={claimMany.isPending}
        onClick={() => claimMany.mutate(tasks, { onSuccess: setResults })}
      >
        {t('claim')}
      </Button>
      <Button size="small" type="text" onClick={onClear}>{t('bulk.clear')}</Button>
      <BulkResults results={results} onClose={close} />
    </div>
  );
}
