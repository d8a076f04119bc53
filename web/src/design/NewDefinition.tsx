import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { keepDraft } from './draft';
import { emptyProcess } from './template';

interface Answer { key: string; name: string; }

/** Asks for a new definition's key and name and opens it as a draft. */
export function NewDefinition({ open, taken, onClose }: { open: boolean; taken: Set<string>; onClose: () => void; }) {
  const { t } = useTranslation('design');
  const navigate = useNavigate();
  const [form] = Form.useForm<Answer>();
  const create = ({ key, name }: Answer) => {
    keepDraft(key, { version: 0, savedAt: new Date().toISOString(), changes: { 'process.bpmn': emptyProcess(key, name) } });
    void navigate(`/design/p/${key}`);
  };
  return (
    <Modal open={open} title={t('list.create')} okText={t('create.ok')} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form<Answer> form={form} layout="vertical" onFinish={create} preserve={false}>
        <Form.Item name="name" label={t('create.name')} rules={[{ required: true, message: t('create.nameNeeded') }]}>
          <Input autoFocus placeholder={t('create.nameExample')} />
        </Form.Item>
        <Form.Item
          name="key"
          label={t('create.key')}
          extra={t('create.keyHelp')}
          rules={[
            { required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('create.keyBad') },
            { validator: (_, key: string) => (taken.has(key) ? Promise.reject(new Error(t('create.keyTaken'))) : Promise.resolve()) },
          ]}
        >
          <Input placeholder="meter_check" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
