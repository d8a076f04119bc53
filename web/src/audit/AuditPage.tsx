import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { PageHead } from '../components/PageHead';
import './audit.css';
import { ChangesView } from './ChangesView';
import { ExportButtons } from './ExportButtons';
import { filtersFrom } from './changeFilters';
import { InstancesView } from './InstancesView';

/** The auditor's first page: every change, or every instance. */
export function Component() {
  const { t } = useTranslation('audit');
  const [query, setQuery] = useSearchParams();
  const view = query.get('view') === 'instances' ? 'instances' : 'changes';
  return (
    <div className="page page-wide">
      <PageHead title={t('title')} sub={t('sub')} actions={view === 'changes' && <ExportButtons filters={filtersFrom(query)} />} />
      <div className="toolbar">
        <Segmented
          aria-label={t('view')}
          value={view}
          onChange={(next) => setQuery(next === 'changes' ? {} : { view: next })}
          options={[{ value: 'changes', label: t('changes') }, { value: 'instances', label: t('instances') }]}
        />
      </div>
      {view === 'changes' ? <ChangesView /> : <InstancesView />}
    </div>
  );
}
