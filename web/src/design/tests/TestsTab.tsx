import { lazy, Suspense } from 'react';
import { Alert, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../../components/EmptyState';
import { bpmnName } from '../draft';
import type { EditedDraft } from '../useDraft';

const Simulation = lazy(() => import('./Simulation'));

/** A walk through the edited diagram by hand: tokens move on the canvas, nothing is run or written. */
export function TestsTab({ draft }: { draft: EditedDraft; }) {
  const { t } = useTranslation('design');
  const name = bpmnName(draft.files);
  if (!name) return <EmptyState title={t('diagram.none')} />;
  return (
    <>
      <Alert type="info" showIcon title={t('tests.title')} description={t('tests.hint')} style={{ marginBottom: 12 }} />
      <Suspense fallback={<Skeleton active />}>
        <Simulation key={draft.files[name]} xml={draft.files[name] ?? ''} />
      </Suspense>
    </>
  );
}
