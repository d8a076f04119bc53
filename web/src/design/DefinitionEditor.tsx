import { lazy, type ReactNode, Suspense } from 'react';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { Finding, ProcessDefinitionDetail } from '../api/types';
import { LoadingState } from '../components/LoadingState';
import { DefinitionHead } from './DefinitionHead';
import { formKey } from './forms/ownForms';
import { DiagramTab } from './diagram/DiagramTab';
import type { Files } from './draft';
import { DraftNotice } from './DraftNotice';
import { FindingsPanel } from './FindingsPanel';
import { LeaveGuard } from './LeaveGuard';
import { useDraft } from './useDraft';
import { useFindings } from './useFindings.query';

const DecisionsTab = lazy(async () => ({ default: (await import('./decisions/DecisionsTab')).DecisionsTab }));
const FormsTab = lazy(async () => ({ default: (await import('./forms/FormsTab')).FormsTab }));
const SettingsTab = lazy(async () => ({ default: (await import('./settings/SettingsTab')).SettingsTab }));
const TestsTab = lazy(async () => ({ default: (await import('./tests/TestsTab')).TestsTab }));
const VersionsTab = lazy(async () => ({ default: (await import('./versions/VersionsTab')).VersionsTab }));

const TABS = ['diagram', 'forms', 'decisions', 'tests', 'versions', 'settings'] as const;
type Tab = (typeof TABS)[number];
const EDITED: Tab[] = ['diagram', 'forms', 'decisions'];

interface DefinitionEditorProps {
  definitionKey: string;
  definition: ProcessDefinitionDetail | null;
  base: Files;
}

/** A definition's tabs over one draft: diagram, forms, decisions, versions. */
export function DefinitionEditor({ definitionKey, definition, base }: DefinitionEditorProps) {
  const { t } = useTranslation('design');
  const [params, setParams] = useSearchParams();
  const draft = useDraft(definitionKey, base, definition?.version ?? 0);
  const findings = useFindings(definitionKey, draft.files);
  const tab = TABS.find((name) => name === params.get('tab')) ?? 'diagram';
  const selected = params.get('element');

  const go = (changes: Record<string, string>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(changes)) next.set(name, value);
    return next;
  }, { replace: true });

  const content: Record<Tab, ReactNode> = {
    diagram: (
      <DiagramTab
        definition={definition}
        draft={draft}
        findings={findings.data?.findings}
        selected={selected}
        onSelected={(element) => go({ element })}
      />
    ),
    forms: <FormsTab draft={draft} />,
    decisions: <DecisionsTab draft={draft} />,
    tests: <TestsTab draft={draft} />,
    versions: <VersionsTab definitionKey={definitionKey} draft={draft} />,
    settings: <SettingsTab definition={definition} draft={draft} />,
  };

  return (
    <div className="page page-wide">
      <DefinitionHead definitionKey={definitionKey} definition={definition} draft={draft} checked={findings.data} />
      <DraftNotice draft={draft} />
      <Tabs
        activeKey={tab}
        onChange={(next) => go({ tab: next })}
        items={TABS.map((name) => ({ key: name, label: t(`tabs.${name}`), children: <Suspense fallback={<LoadingState />}>{content[name]}</Suspense> }))}
      />
      {EDITED.includes(tab) && (
        <FindingsPanel
          checked={findings.data}
          checking={findings.isFetching}
          error={findings.error}
          onCheck={() => void findings.refetch()}
          onSelect={(finding) => go(placeOf(finding))}
        />
      )}
      <LeaveGuard changed={draft.changed.length > 0} />
    </div>
  );
}

/** Where a finding is mended: its decision file, its form, or its element in the diagram. */
function placeOf({ file, element_id: id }: Finding): Record<string, string> {
  if (file?.endsWith('.dmn')) return { tab: 'decisions', decision: file };
  if (file?.endsWith('.form.json')) return { tab: 'forms', form: formKey(file) };
  return { tab: 'diagram', element: id ?? '' };
}
