import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ProcessDefinitionDetail } from '../../api/types';
import { formatDateTime } from '../../app/dates';
import { EmptyState } from '../../components/EmptyState';
import type { EditedDraft } from '../useDraft';
import { ElementTable } from './ElementTable';

/** What the deployed definition says about itself, its files and its elements. */
export function SettingsTab({ definition, draft }: { definition: ProcessDefinitionDetail | null; draft: EditedDraft; }) {
  const { t } = useTranslation('design');
  if (!definition) return <EmptyState title={t('settings.none')} hint={t('settings.noneHint')} />;
  return (
    <>
      <div className="panel panel-pad">
        <Descriptions
          size="small"
          column={{ xs: 1, md: 2 }}
          items={[
            { key: 'name', label: t('list.name'), children: definition.name },
            { key: 'key', label: t('list.key'), children: <code>{definition.key}</code> },
            { key: 'category', label: t('settings.category'), children: definition.category || '–' },
            { key: 'start', label: t('settings.startForm'), children: definition.start_form_key ?? '–' },
            { key: 'version', label: t('list.version'), children: t('version', { version: definition.version }) },
            { key: 'digest', label: t('settings.digest'), children: <code>{definition.digest.slice(0, 16)}</code> },
            { key: 'by', label: t('list.by'), children: definition.deployed_by?.full_name ?? '–' },
            { key: 'at', label: t('list.deployed'), children: formatDateTime(definition.deployed_at) },
            { key: 'description', label: t('settings.description'), span: 'filled', children: definition.description || '–' },
            { key: 'files', label: t('settings.files'), span: 'filled', children: Object.keys(draft.files).sort().join('、') },
          ]}
        />
        <p className="soft">{t('settings.hint')}</p>
      </div>
      <div className="panel">
        <ElementTable elements={definition.elements} />
      </div>
    </>
  );
}
