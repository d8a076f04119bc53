import { lazy, Suspense } from 'react';
import { Alert, Grid, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { EmptyState } from '../../components/EmptyState';
import { NewFile } from '../NewFile';
import type { EditedDraft } from '../useDraft';
import { emptyDecision } from './emptyDecision';

const DecisionEditor = lazy(() => import('./DecisionEditor'));

/** The definition's decision tables, one .dmn file at a time. */
export function DecisionsTab({ draft }: { draft: EditedDraft; }) {
  const { t, i18n } = useTranslation('design');
  const [params, setParams] = useSearchParams();
  const wide = Grid.useBreakpoint().lg;
  const names = Object.keys(draft.files).filter((name) => name.endsWith('.dmn')).sort();
  const name = names.find((known) => known === params.get('decision')) ?? names[0];
  const open = (known: string) => setParams((before) => {
    before.set('decision', known);
    return before;
  }, { replace: true });
  return (
    <>
      {wide === false && <Alert type="info" showIcon title={t('diagram.desktopOnly')} style={{ marginBottom: 12 }} />}
      <div className="toolbar">
        {name && (
          <Select
            aria-label={t('decisions.which')}
            value={name}
            style={{ minWidth: 240 }}
            options={names.map((known) => ({ value: known, label: known }))}
            onChange={open}
          />
        )}
        <NewFile
          label={t('decisions.newKey')}
          action={t('decisions.create')}
          taken={names.map((known) => known.replace(/\.dmn$/, ''))}
          onCreate={(key) => {
            draft.write(`${key}.dmn`, emptyDecision(key), draft.epoch);
            open(`${key}.dmn`);
          }}
        />
      </div>
      {!name && <EmptyState title={t('decisions.none')} hint={t('decisions.noneHint')} />}
      {name && <Suspense fallback={<Skeleton active />}>
        <DecisionEditor
          key={`${name}-${draft.epoch}-${i18n.language}`}
          dmn={draft.files[name] ?? ''}
          onEdited={(dmn) => draft.write(name, dmn, draft.epoch)}
        />
      </Suspense>}
    </>
  );
}
