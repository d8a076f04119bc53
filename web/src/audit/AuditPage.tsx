import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { PageHead } from '../components/PageHead';
import './audit.css';
import { ArchiveView } from './ArchiveView';
import { ChangesView } from './ChangesView';
import { EvidenceView } from './EvidenceView';
import { ExportButtons } from './ExportButtons';
import { type ChangeFilters, filtersFrom } from './changeFilters';
import { InstancesView } from './InstancesView';

const VIEWS = ['changes', 'reads', 'logins', 'instances', 'archive', 'evidence'] as const;
type View = (typeof VIEWS)[number];
const KINDS: Partial<Record<View, 'read' | 'auth'>> = { reads: 'read', logins: 'auth' };

/** The auditor's first page: every change, what was looked at, log-ins, every instance, and how the evidence stands. */
export function Component() {
  const { t } = useTranslation('audit');
  const [query, setQuery] = useSearchParams();
  const view = VIEWS.find((name) => name === query.get('view')) ?? 'changes';
  const kind = KINDS[view];
  const filters: ChangeFilters = kind ? { ...filtersFrom(query), kind } : filtersFrom(query);
  const content: Record<View, ReactNode> = {
    changes: <ChangesView />,
    reads: <ChangesView kind="read" />,
    logins: <ChangesView kind="auth" />,
    instances: <InstancesView />,
    archive: <ArchiveView />,
    evidence: <EvidenceView />,
  };
  const exportable = view !== 'instances' && view !== 'archive' && view !== 'evidence';
  return (
    <div className="page page-wide">
      <PageHead title={t('title')} sub={t('sub')} actions={exportable && <ExportButtons filters={filters} />} />
      <div className="toolbar audit-views">
        <Segmented
          aria-label={t('view')}
          value={view}
          onChange={(next) => setQuery(next === 'changes' ? {} : { view: next })}
          options={VIEWS.map((name) => ({ value: name, label: t(name === 'evidence' || name === 'archive' ? `${name}View` : name) }))}
        />
      </div>
      {content[view]}
    </div>
  );
}
