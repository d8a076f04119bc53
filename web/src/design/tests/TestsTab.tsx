import { lazy, Suspense } from 'react';
import { Skeleton } from 'antd';
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
      <p className="soft" style={{ marginBottom: 8 }}>{t('tests.hint')}</p>
      <Suspense fallback={<Skeleton active />}>
        <Simulation key={draft.files[name]} xml={draft.files[name] ?? ''} />
      </Suspense>
    </>
  );
}
