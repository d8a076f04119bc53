import { Alert, App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Variables } from '../api/types';
import type { OpenIncident } from './useIncidents.query';
import { useRetryIncident } from './useRetryIncident.mutation';

interface Answer { reason: string; variables?: string }

/** Asks why an incident's work should be tried again, and with which corrected data. */
export function RetryDialog({ incident, onClose }: { incident: OpenIncident; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  const [form] = Form.useForm<Answer>();
  const retry = useRetryIncident();
  const submit = ({ reason, variables }: Answer) => retry.mutate(
    { id: incident.id, reason, variables: variables?.trim() ? (JSON.parse(variables) as Variables) : undefined },
    {
      onSuccess: () => {
        void message.success(t('retry.done'));
        onClose();
      },
    },
  );
  return (
    <Modal
      open
      title={t('retry.title', { name: incident.element_name || incident.element_id })}
      okText={t('retry.ok')}
      confirmLoading={retry.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Answer> form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="reason" label={t('retry.reason')} rules={[{ required: true, whitespace: true, message: t('retry.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <Form.Item name="variables" label={t('retry.variables')} extra={t('retry.variablesHelp')} rules={[{ validator: (_, text?: string) => checkObject(text, t('retry.variablesBad')) }]}>
          <Input.TextArea rows={3} spellCheck={false} placeholder='{"amount": 1200}' />
        </Form.Item>
      </Form>
      {retry.error && <Alert type="error" showIcon title={retry.error.message} />}
    </Modal>
  );
}

function checkObject(text: string | undefined, complaint: string): Promise<void> {
  if (!text?.trim()) return Promise.resolve();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Promise.resolve();
  } catch {
    // Said below.
  }
  return Promise.reject(new Error(complaint));
}
