import { lazy, Suspense, useMemo, useState } from 'react';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { FailedState } from '../../components/FailedState';
import { LoadingState } from '../../components/LoadingState';
import type { Mark } from '../../components/bpmn/marks';
import { bpmnName, type Files } from '../draft';
import type { EditedDraft } from '../useDraft';
import { useDefinitionFiles } from '../useDefinitionFiles.query';
import type { Difference } from './compare';
import { DifferenceTable } from './DifferenceTable';
import { OtherFiles } from './OtherFiles';
import { useComparison } from './useComparison.query';
import './comparison.css';

const Diagram = lazy(() => import('../../components/bpmn/Diagram'));

interface ComparisonProps { definitionKey: string; from: string; to: string; draft: EditedDraft; }

/** Two versions beside each other: the diagrams with their differences marked, and the list of what changed. */
export function Comparison({ definitionKey, from, to, draft }: ComparisonProps) {
  const { t } = useTranslation('design');
  const [selected, setSelected] = useState<string | null>(null);
  const old = useDefinitionFiles(definitionKey, Number(from));
  const other = useDefinitionFiles(definitionKey, Number(to), to !== 'draft');
  const young = to === 'draft' ? draft.files : other.data;
  const before = xmlOf(old.data);
  const after = xmlOf(young);
  const { data: differences, error } = useComparison(before, after);
  const marks = useMemo(() => marksOf(differences ?? [], t), [differences, t]);
  const failed = old.error ?? other.error ?? error;
  if (failed) return <FailedState error={failed} />;
  if (before === undefined || after === undefined || !differences) return <LoadingState />;
  return (
    <>
      <div className="gas-comparison">
        <section>
          <h3>{t('version', { version: from })}</h3>
          <Suspense fallback={<Skeleton active />}>
            <Diagram xml={before} marks={marks.old} height={360} onSelect={setSelected} />
          </Suspense>
        </section>
        <section>
          <h3>{to === 'draft' ? t('versions.draft') : t('version', { version: to })}</h3>
          <Suspense fallback={<Skeleton active />}>
            <Diagram xml={after} marks={marks.young} height={360} onSelect={setSelected} />
          </Suspense>
        </section>
      </div>
      <DifferenceTable differences={differences} selected={selected} />
      <OtherFiles before={old.data ?? {}} after={young ?? {}} />
    </>
  );
}

function xmlOf(files: Files | undefined): string | undefined {
  const name = files && bpmnName(files);
  return name ? files[name] : undefined;
}

function marksOf(differences: Difference[], t: (key: 'viewer.kind.added' | 'viewer.kind.removed' | 'viewer.kind.changed') => string): { old: Mark[]; young: Mark[]; } {
  const marks = differences.map(({ id, kind }): Mark => ({ id, kind, label: t(`viewer.kind.${kind}`) }));
  return {
    old: marks.filter(({ kind }) => kind !== 'added'),
    young: marks.filter(({ kind }) => kind !== 'removed'),
  };
}
