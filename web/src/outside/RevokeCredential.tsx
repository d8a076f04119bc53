import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Credential } from './useCredentials.query';
import { useRevokeCredential } from './useRevokeCredential.mutation';

/** Asks why a credential is taken back. */
export function RevokeCredential({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const { t } = useTranslation('outside');
  const [form] = Form.useForm<{ reason: string }>();
  const revoke = useRevokeCredential();
  return (
    <Modal
      open title={t('revokeTitle', { name: credential.name })} okText={t('revoke')} okButtonProps={{ danger: true }}
      confirmLoading={revoke.isPending} onOk={() => form.submit()} onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => revoke.mutate({ id: credential.id, reason }, { onSuccess: onClose })}>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
      {revoke.error && <Alert type="error" showIcon title={revoke.error.message} />}
    </Modal>
  );
}
