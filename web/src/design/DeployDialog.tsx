import { useState } from 'react';
import { Alert, App, Input, Modal, Space } from 'antd';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import { FindingList } from './FindingsPanel';
import type { EditedDraft } from './useDraft';
import { useDeployDefinition } from './useDeployDefinition.mutation';
import type { Checked } from './useFindings.query';

interface DeployDialogProps {
  open: boolean;
  onClose: () => void;
  draft: EditedDraft;
  checked: Checked | undefined;
}

/** Asks why, deploys, and says which version it became or why it was refused. */
export function DeployDialog({ open, onClose, draft, checked }: DeployDialogProps) {
  const { t } = useTranslation('design');
  const { message } = App.useApp();
  const [comment, setComment] = useState('');
  const deploy = useDeployDefinition();
  const refused = deploy.error;

  const submit = () => deploy.mutate({ files: draft.files, comment }, {
    onSuccess: (deployed) => {
      draft.discard();
      setComment('');
      onClose();
      void message.success(t(deployed.unchanged ? 'deploy.unchanged' : 'deploy.done', { version: deployed.version }), 6);
    },
  });

  return (
    <Modal
      open={open}
      title={t('deploy.title')}
      okText={t('deploy.ok')}
      okButtonProps={{ disabled: comment.trim() === '', loading: deploy.isPending }}
      onOk={submit}
      onCancel={() => { deploy.reset(); onClose(); }}
      width={640}
    >
      <Space orientation="vertical" style={{ width: '100%' }}>
        <span>{t('deploy.hint', { files: draft.changed.join('、') })}</span>
        <label htmlFor="deploy-comment">{t('deploy.comment')}</label>
        <Input.TextArea
          id="deploy-comment"
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          rows={3}
          style={{ marginBottom: 22 }}
          maxLength={500}
          showCount
          placeholder={t('deploy.commentExample')}
        />
        {checked?.refused && !refused && <Alert type="warning" showIcon title={t('deploy.willRefuse')} />}
        {refused && (
          <Alert
            type="error"
            showIcon
            title={t('deploy.refused')}
            description={isRefusal(refused, 'definition_refused') && refused.findings.length > 0
              ? <FindingList findings={refused.findings} />
              : refused.message}
          />
        )}
      </Space>
    </Modal>
  );
}
