import { lazy, Suspense } from 'react';
import { Alert, Grid, Skeleton, Space } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Finding, ProcessDefinitionDetail } from '../../api/types';
import { BpmnViewer } from '../../components/BpmnViewer';
import { bpmnName } from '../draft';
import type { EditedDraft } from '../useDraft';
import { useCatalogue } from '../useCatalogue.query';

const ElementTable = lazy(async () => ({ default: (await import('../settings/ElementTable')).ElementTable }));
const Designer = lazy(() => import('./Designer'));

interface DiagramTabProps {
  definition: ProcessDefinitionDetail | null;
  draft: EditedDraft;
  findings: Finding[] | undefined;
  selected: string | null;
  onSelected: (id: string) => void;
}

/** The process diagram: to edit on a desktop, to read on a phone. */
export function DiagramTab({ definition, draft, findings, selected, onSelected }: DiagramTabProps) {
  const { t, i18n } = useTranslation('design');
  const wide = Grid.useBreakpoint().lg;
  const catalogue = useCatalogue();
  const name = bpmnName(draft.files);
  if (!name) return <Alert type="warning" showIcon title={t('diagram.none')} />;
  if (wide === undefined) return <Skeleton active />;
  if (!wide) {
    return (
      <Space orientation="vertical" style={{ width: '100%' }} size="middle">
        <Alert type="info" showIcon title={t('diagram.desktopOnly')} />
        <BpmnViewer xml={draft.files[name] ?? ''} height={320} onSelect={onSelected} />
        <Suspense fallback={<Skeleton active />}>
          <ElementTable elements={definition?.elements ?? []} selected={selected} />
        </Suspense>
      </Space>
    );
  }
  if (!catalogue) return <Skeleton active />;
  return (
    <Suspense fallback={<Skeleton active />}>
      <Designer
        key={`${draft.epoch}-${i18n.language}`}
        name={name}
        draft={draft}
        catalogue={catalogue}
        findings={findings}
        selected={selected}
        onSelected={onSelected}
      />
    </Suspense>
  );
}
