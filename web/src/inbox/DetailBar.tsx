import { ArrowLeftOutlined, CloseOutlined, PartitionOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { UserTaskDetail } from '../api/types';
import { useNarrow } from '../app/useNarrow';

/** Where the open task belongs, and the way back to the list. */
export function DetailBar({ task, onClose }: { task: UserTaskDetail | undefined; onClose: () => void }) {
  const { t } = useTranslation('inbox');
  const narrow = useNarrow();
  return (
    <div className="detail-bar">
      {narrow && <Button type="text" icon={<ArrowLeftOutlined />} onClick={onClose}>{t('backToList')}</Button>}
      {task && (
        <span className="detail-where">
          {!narrow && <span className="soft">{task.definition.name}</span>}
          <span className="num">{task.instance.business_key}</span>
        </span>
      )}
      <span className="detail-bar-space" />
      {task && (
        <Link to={`/i/${task.instance.id}`} className="detail-instance"><PartitionOutlined aria-hidden /> {t('openInstance')}</Link>
      )}
      {!narrow && <Button type="text" icon={<CloseOutlined />} aria-label={t('closeDetail')} onClick={onClose} />}
    </div>
  );
}
