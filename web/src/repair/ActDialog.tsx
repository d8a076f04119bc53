import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { checkObject } from './jsonObject';
import type { BatchKind } from './shapes';
import { type Order, useStartBatch } from './useStartBatch.mutation';

interface Answer { reason: string; variables?: string; to?: string }
export interface Asked { kind: BatchKind; count: number; order: Pick<Order, 'ids' | 'filter' | 'parameters'> }

/** Asks why, and with which data or where to; then the batch is on its way. */
export function ActDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('repair');
  const [form] = Form.useForm<Answer>();
  const navigate = useNavigate();
  const start = useStartBatch();
  const { kind, count, order } = asked;
  const submit = ({ reason, variables, to }: Answer) => {
    const parameters = {
      ...order.parameters,
      ...(variables?.trim() ? { variables: JSON.parse(variables) as unknown } : {}),
      ...(to ? { to } : {}),
    };
    start.mutate({ ...order, kind, reason, parameters }, { onSuccess: ({ id }) => void navigate(`/admin/batches/${id}`) });
  };
  return (
    <Modal
      open
      title={t(`act.${kind}`)}
      okText={t('act.ok')}
      cancelText={t('app:back')}
      okButtonProps={{ danger: kind.startsWith('cancel') }}
      confirmLoading={start.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t(`act.of_${kind.endsWith('incidents') ? 'incidents' : 'instances'}`, { count })}</p>
      <Form<Answer> form={form} layout="vertical" onFinish={submit}>
        {kind === 'move_incidents' && (
          <Form.Item name="to" label={t('act.to')} extra={t('act.toHelp')} rules={[{ required: true, whitespace: true, message: t('act.toNeeded') }]}>
            <Input spellCheck={false} />
          </Form.Item>
        )}
        {(kind === 'retry_incidents' || kind === 'skip_incidents') && (
          <Form.Item name="variables" label={t(`act.variables_${kind}`)} rules={[{ validator: (_, text?: string) => checkObject(text, t('act.variablesBad')) }]}>
            <Input.TextArea rows={3} spellCheck={false} placeholder='{"amount": 1200}' />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('act.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
      {start.error && <Alert type="error" showIcon title={start.error.message} />}
    </Modal>
  );
}
