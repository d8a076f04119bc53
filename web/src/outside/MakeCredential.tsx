import { Alert, Form, Input, InputNumber, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { useMakeCredential } from './useMakeCredential.mutation';

interface Answer { name: string; topics: string; days?: number; reason?: string }

/** Asks for a credential's name and topics, then shows its token this once. */
export function MakeCredential({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('outside');
  const [form] = Form.useForm<Answer>();
  const make = useMakeCredential();
  const submit = ({ name, topics, days, reason }: Answer) =>
    make.mutate({ name, topics: topics.split(/[\s,，;；]+/).filter(Boolean), days: days ?? null, reason: reason ?? '' });
  if (make.data) {
    return (
      <Modal open title={t('made', { name: make.data.name })} footer={null} onCancel={onClose}>
        <Alert type="warning" showIcon title={t('once')} />
        <Typography.Paragraph copyable code style={{ marginTop: 16, overflowWrap: 'anywhere' }}>{make.data.token}</Typography.Paragraph>
      </Modal>
    );
  }
  return (
    <Modal open title={t('make')} okText={t('make')} confirmLoading={make.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Answer> form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="name" label={t('name')} extra={t('nameHelp')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_.-]{1,60}$/, message: t('nameHelp') }]}>
          <Input maxLength={61} spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="topics" label={t('topics')} extra={t('topicsHelp')}
          rules={[{ required: true, pattern: /^(\s*external\.[a-z][a-z0-9_.-]*\*?[\s,，;；]*)+$/, message: t('topicsHelp') }]}
        >
          <Input.TextArea rows={3} spellCheck={false} placeholder="external.meter_reading" />
        </Form.Item>
        <Form.Item name="days" label={t('days')}><InputNumber min={1} max={3650} /></Form.Item>
        <Form.Item name="reason" label={t('reason')}><Input maxLength={500} /></Form.Item>
      </Form>
      {make.error && <Alert type="error" showIcon title={make.error.message} />}
    </Modal>
  );
}
