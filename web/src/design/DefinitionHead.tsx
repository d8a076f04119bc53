import { useState } from 'react';
import { CloudUploadOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ProcessDefinitionDetail } from '../api/types';
import { useMe } from '../app/useMe.query';
import { PageHead } from '../components/PageHead';
import { ToneTag } from '../components/ToneTag';
import { StandingButtons } from '../repair/StandingButtons';
import { DeployDialog } from './DeployDialog';
import { bpmnName } from './draft';
import { processName } from './template';
import type { EditedDraft } from './useDraft';
import type { Checked } from './useFindings.query';

interface DefinitionHeadProps {
  definitionKey: string;
  definition: ProcessDefinitionDetail | null;
  draft: EditedDraft;
  checked: Checked | undefined;
}

/** Name, version and what can be done with the whole definition. */
export function DefinitionHead({ definitionKey, definition, draft, checked }: DefinitionHeadProps) {
  const { t } = useTranslation('design');
  const { data: me } = useMe();
  const [deploying, setDeploying] = useState(false);
  const changed = draft.changed.length > 0;
  const may = me?.may.deploy ?? false;
  return (
    <>
      <PageHead
        title={definition?.name ?? processName(draft.files[bpmnName(draft.files) ?? ''] ?? '') ?? definitionKey}
        sub={(
          <>
            <Link to="/design">{t('list.title')}</Link> · <code>{definitionKey}</code> ·{' '}
            {definition ? <ToneTag tone="plain">{t('version', { version: definition.version })}</ToneTag> : <ToneTag tone="warn">{t('notDeployed')}</ToneTag>}
            {definition && <> · {t('runningCount', { count: definition.running })}</>}
            {definition?.suspended_at && <> · <ToneTag tone="warn">{t('app:instanceState.SUSPENDED')}</ToneTag> {definition.suspended_reason}</>}
          </>
        )}
        actions={(
          <>
            {definition && <StandingButtons path={`/api/process-definitions/${definitionKey}/`} name={definition.name} may={definition.may} />}
            <Button icon={<DownloadOutlined aria-hidden />} onClick={() => download(draft)}>{t('download')}</Button>
            <Tooltip title={may ? undefined : t('deploy.mayNot')}>
              <Button type="primary" icon={<CloudUploadOutlined aria-hidden />} disabled={!may || !changed} onClick={() => setDeploying(true)}>
                {t('deploy.open')}
              </Button>
            </Tooltip>
          </>
        )}
      />
      <DeployDialog open={deploying} onClose={() => setDeploying(false)} draft={draft} checked={checked} />
    </>
  );
}

function download(draft: EditedDraft): void {
  const name = bpmnName(draft.files);
  if (!name) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([draft.files[name] ?? ''], { type: 'application/xml' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
