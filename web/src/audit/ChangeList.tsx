import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../components/EmptyState';
import type { ChangeFilters } from './changeFilters';
import { ChangeLine } from './ChangeLine';
import type { LedgerChange } from './changeValues';

interface ChangeListProps {
  changes: LedgerChange[];
  busy?: boolean;
  /** Narrows the list to what was pressed; without it names are plain text. */
  onFilter?: (changes: ChangeFilters) => void;
}

/** Changes as a list that reads the same on a desktop and on a phone. */
export function ChangeList({ changes, busy = false, onFilter }: ChangeListProps) {
  const { t } = useTranslation('audit');
  if (changes.length === 0) return <div className="panel"><EmptyState title={t('none')} hint={onFilter && t('noneHint')} /></div>;
  return (
    <Spin spinning={busy} delay={300}>
      <ol className="panel audit-changes" aria-label={t('changes')} aria-busy={busy}>
        {changes.map((change) => <ChangeLine key={change.id} change={change} onFilter={onFilter} />)}
      </ol>
    </Spin>
  );
}
