import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ClaimResult } from './useClaimMany.mutation';

/** Each task's own result of an action on many. */
export function BulkResults({ results, onClose }: { results: ClaimResult[] | null; onClose: () => void }) {
  const { t } = useTranslation('inbox');
  const good = results?.filter(({ refused }) => !refused).length ?? 0;
  return (
    <Modal
      open={results !== null} title={t('bulk.done', { good, all: results?.length ?? 0 })} onCancel={onClose}
      footer={<Button type="primary" onClick={onClose}>{t('app:close')}</Button>}
    >
      <ul className="bulk-results">
        {results?.map(({ task, refused }) => (
          <li key={task.id}>
            {refused ? <CloseCircleFilled className="bad" aria-hidden /> : <CheckCircleFilled className="good" aria-hidden />}
            <span>
              {task.name} · {task.subject || task.instance.title}
              <small className="soft">{refused ?? t('claimed')}</small>
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
